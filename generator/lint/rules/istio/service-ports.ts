import { get, isSet, number, text, type Field } from "../field.ts";
import { isProtocol } from "./protocols.ts";
import type { Subject } from "../subject.ts";

const KUBERNETES_PROTOCOLS = ["kubernetes.io/h2c", "kubernetes.io/ws", "kubernetes.io/wss"];
/** Ports whose servers speak first: Istio takes them for TCP. */
const TCP_PORTS = [25, 53, 3306, 27017];

/**
 * Says whether Istio can tell the protocol of a Service's port from `appProtocol` or, where that is absent, from the port's name.
 * Source: ConvertProtocol of istio/istio pkg/config/kube.
 * @returns true too where one of them is only known after substitution
 */
export function saysProtocol(port: Field): boolean {
  if (get(port, "protocol").value === "UDP") return true;
  const application = get(port, "appProtocol");
  const field = isSet(application) ? application : get(port, "name");
  const name = isSet(field) ? text(field) : "";
  if (name === undefined || (isSet(application) && KUBERNETES_PROTOCOLS.includes(name)))
    return true;
  if (/^grpc-web/i.test(name) || isProtocol(name.split("-")[0]!)) return true;
  return TCP_PORTS.includes(number(get(port, "port")) ?? 0);
}

/** Services of Istio itself, and those that it makes for Gateways of the Gateway API, are not the user's to name. */
export function isOfIstio(subject: Subject): boolean {
  const labels = get(subject.metadata, "labels");
  const managed = text(get(labels, "gateway.istio.io/managed")) ?? "";
  return (
    isSet(get(labels, "istio")) ||
    get(labels, "release").value === "istio" ||
    /^istio\.io-\w+-controller$/.test(managed)
  );
}
