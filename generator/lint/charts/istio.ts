import { isMapping, listOf } from "../../core/json.ts";
import { valueAt } from "../../core/path.ts";
import { type Install, type Installed, serviceWithPods } from "./install.ts";

/** The charts of Istio 1.12 and newer. Source: manifests/charts of istio/istio. */
export function installIstio(install: Install): Installed[] | undefined {
  switch (install.chart) {
    case "istiod":
      return installIstiod(install);
    case "gateway":
      return installGateway(install);
    default:
      return undefined;
  }
}

function installIstiod(install: Install): Installed[] {
  const revision = install.values["revision"];
  const name = typeof revision === "string" && revision !== "" ? `istiod-${revision}` : "istiod";
  return serviceWithPods(install, name, { app: "istiod", istio: "pilot" }, [
    { name: "grpc-xds", port: 15010 },
    { name: "https-dns", port: 15012 },
    { name: "https-webhook", port: 443, targetPort: 15017 },
    { name: "http-monitoring", port: 15014 },
  ]);
}

const GATEWAY_PORTS = [
  { name: "status-port", port: 15021, protocol: "TCP", targetPort: 15021 },
  { name: "http2", port: 80, protocol: "TCP", targetPort: 80 },
  { name: "https", port: 443, protocol: "TCP", targetPort: 443 },
];

/** Labels and name follow templates/_helpers.tpl: `istio` is the name without its prefix, unless it is given. */
function installGateway(install: Install): Installed[] {
  const { values, release } = install;
  const name =
    typeof values["name"] === "string" && values["name"] !== "" ? values["name"] : release;
  const given = isMapping(values["labels"]) ? values["labels"] : {};
  const app = typeof given["app"] === "string" ? given["app"] : name;
  const istio = typeof given["istio"] === "string" ? given["istio"] : name.replace(/^istio-/, "");
  const ports = listOf(valueAt(values, ["service", "ports"])) as typeof GATEWAY_PORTS;
  const type = valueAt(values, ["service", "type"]);
  return serviceWithPods(
    install,
    name,
    { app, istio },
    ports.length > 0 ? ports : GATEWAY_PORTS,
    typeof type === "string" ? type : "LoadBalancer",
  );
}
