import { isBlock } from "./addresses.ts";

// What the sidecar injector takes as value of an annotation: pkg/kube/inject of istio/istio. Each check says what would be right.

type Check = (value: string) => string | undefined;

const isPort = (text: string): boolean => /^\d+$/.test(text.trim()) && Number(text) <= 65535;
const areBlocks = (text: string): boolean => text === "" || text.split(",").every(isBlock);
const arePorts = (text: string): boolean => text.trim() === "" || text.split(",").every(isPort);
const QUANTITY = /^[+-]?(\d+\.?\d*|\.\d+)([numkMGTPE]|[KMGTPE]i|[eE][+-]?\d+)?$/;

const count: Check = (value) =>
  /^\d+$/.test(value) && Number(value) <= 0xffff_ffff ? undefined : "a whole number";
const quantity: Check = (value) =>
  QUANTITY.test(value) ? undefined : 'a quantity such as "100m" or "128Mi"';
const blocks: Check = (value) =>
  areBlocks(value) ? undefined : 'CIDR blocks such as "10.0.0.0/8,192.168.0.0/16"';
const ports: Check = (value) => (arePorts(value) ? undefined : 'port numbers such as "8080,9090"');
const interfaces: Check = (value) =>
  value === "" ||
  value.split(",").every((name) => /^[a-zA-Z][a-zA-Z0-9._-]{0,14}$/.test(name.trim()))
    ? undefined
    : 'network interfaces such as "eth0,net1"';

const CHECKS: Readonly<Record<string, Check>> = {
  "istio.io/reroute-virtual-interfaces": interfaces,
  "prometheus.istio.io/merge-metrics": (value) =>
    /^(1|t|T|TRUE|true|True|0|f|F|FALSE|false|False)$/.test(value)
      ? undefined
      : '"true" or "false"',
  "readiness.status.sidecar.istio.io/failureThreshold": count,
  "readiness.status.sidecar.istio.io/initialDelaySeconds": count,
  "readiness.status.sidecar.istio.io/periodSeconds": count,
  "sidecar.istio.io/interceptionMode": (value) =>
    ["REDIRECT", "TPROXY", "NONE"].includes(value) ? undefined : '"REDIRECT", "TPROXY" or "NONE"',
  "sidecar.istio.io/proxyCPU": quantity,
  "sidecar.istio.io/proxyCPULimit": quantity,
  "sidecar.istio.io/proxyMemory": quantity,
  "sidecar.istio.io/proxyMemoryLimit": quantity,
  "status.sidecar.istio.io/port": (value) => (isPort(value) ? undefined : "a port number"),
  "traffic.sidecar.istio.io/excludeInboundPorts": ports,
  "traffic.sidecar.istio.io/excludeInterfaces": interfaces,
  "traffic.sidecar.istio.io/excludeOutboundIPRanges": blocks,
  "traffic.sidecar.istio.io/excludeOutboundPorts": ports,
  "traffic.sidecar.istio.io/includeInboundPorts": (value) =>
    value === "*" ? undefined : ports(value),
  "traffic.sidecar.istio.io/includeOutboundIPRanges": (value) =>
    value === "*" ? undefined : blocks(value),
  "traffic.sidecar.istio.io/kubevirtInterfaces": interfaces,
};

/** @returns what the value of the annotation should be, or undefined when it is right or not known */
export function checkAnnotationValue(name: string, value: string): string | undefined {
  return Object.hasOwn(CHECKS, name) ? CHECKS[name]!(value) : undefined;
}
