import { isMapping } from "../../core/json.ts";
import { valueAt } from "../../core/path.ts";
import { type Install, type Installed, serviceWithPods } from "./install.ts";

/** Chart `istio` of 1.1 to 1.5. Source: install/kubernetes/helm/istio of istio/istio at 1.1.1. */
export function installLegacyIstio(install: Install): Installed[] | undefined {
  if (install.chart !== "istio") return undefined;
  const isOn = (key: string, otherwise: boolean) =>
    valueAt(install.values, [key, "enabled"]) ?? otherwise;
  const service = (
    name: string,
    labels: Record<string, string>,
    ports: [name: string, port: number, target?: number][],
  ) =>
    serviceWithPods(
      install,
      name,
      labels,
      ports.map(([portName, port, targetPort]) => ({
        name: portName,
        port,
        ...(targetPort === undefined ? {} : { targetPort }),
      })),
    );
  return [
    ...service("istio-pilot", { app: "pilot", istio: "pilot" }, [
      ["grpc-xds", 15010],
      ["https-xds", 15011],
      ["http-legacy-discovery", 8080],
      ["http-monitoring", 15014],
    ]),
    ...service("istio-galley", { app: "galley", istio: "galley" }, [
      ["https-validation", 443],
      ["http-monitoring", 15014],
      ["grpc-mcp", 9901],
    ]),
    ...installGateways(install),
    ...(isOn("prometheus", true)
      ? service("prometheus", { app: "prometheus" }, [["http-prometheus", 9090]])
      : []),
    ...(isOn("grafana", false) ? service("grafana", { app: "grafana" }, [["http", 3000]]) : []),
    ...(isOn("kiali", false) ? service("kiali", { app: "kiali" }, [["http-kiali", 20001]]) : []),
    ...(isOn("tracing", false)
      ? [
          ...service("tracing", { app: "jaeger" }, [["http-query", 80, 16686]]),
          ...service("zipkin", { app: "jaeger" }, [["http", 9411]]),
          ...service("jaeger-query", { app: "jaeger" }, [["query-http", 16686]]),
        ]
      : []),
  ];
}

const INGRESS_PORTS = [
  { name: "status-port", port: 15020 },
  { name: "http2", port: 80, targetPort: 80 },
  { name: "https", port: 443 },
  { name: "tcp", port: 31400 },
  { name: "https-kiali", port: 15029 },
  { name: "https-prometheus", port: 15030 },
  { name: "https-grafana", port: 15031 },
  { name: "https-tracing", port: 15032 },
  { name: "tls", port: 15443 },
];

function installGateways(install: Install): Installed[] {
  const gateways = install.values["gateways"];
  const isOn = (name: string, otherwise: boolean) =>
    valueAt(gateways, [name, "enabled"]) ?? otherwise;
  const ports = valueAt(gateways, ["istio-ingressgateway", "ports"]);
  const given =
    Array.isArray(ports) && ports.every(isMapping)
      ? (ports as unknown as typeof INGRESS_PORTS)
      : INGRESS_PORTS;
  return [
    ...(isOn("istio-ingressgateway", true)
      ? serviceWithPods(
          install,
          "istio-ingressgateway",
          { app: "istio-ingressgateway", istio: "ingressgateway" },
          given,
          "LoadBalancer",
        )
      : []),
    ...(isOn("istio-egressgateway", false)
      ? serviceWithPods(
          install,
          "istio-egressgateway",
          { app: "istio-egressgateway", istio: "egressgateway" },
          [
            { name: "http2", port: 80 },
            { name: "https", port: 443 },
            { name: "tls", port: 15443 },
          ],
        )
      : []),
  ];
}
