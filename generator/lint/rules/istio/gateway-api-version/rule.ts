import { lookUp } from "../../../../core/json.ts";
import { groupOf, type Resource } from "../../../../core/resource.ts";
import type { Rule } from "../../../../core/rule.ts";
import { get, text } from "../../field.ts";
import { checkEach } from "../../subject.ts";

/** CRD → the oldest version that istiod watches. Source: pkg/config/schema/gatewayapi of istio/istio 1.31. */
const MINIMUM: Readonly<Record<string, readonly [number, number]>> = {
  "grpcroutes.gateway.networking.k8s.io": [1, 1],
  "backendtlspolicies.gateway.networking.k8s.io": [1, 4],
  "tlsroutes.gateway.networking.k8s.io": [1, 5],
  "tcproutes.gateway.networking.k8s.io": [1, 6],
};

/** Source: k8sgateway.CRDVersionAnalyzer of istio/istio. */
export const rule: Rule = {
  name: "istio/gateway-api-version",
  severity: "warning",
  summary: "The Gateway API's CRDs are new enough for istiod to watch them",
  aliases: ["IST0176"],
  scope: "build",
  check(context) {
    const resources = context.present();
    if (resources.some(isOfIstio) || !resources.some(isServed)) checkVersions(context);
  },
};

/** The CRDs serve other implementations as well: what uses them shows whose they are. */
function isServed({ id }: Resource): boolean {
  return groupOf(id.apiVersion) === "gateway.networking.k8s.io";
}

function isOfIstio({ id, data }: Resource): boolean {
  const spec = get({ path: [], value: data }, "spec");
  const controller = text(get(spec, "controllerName")) ?? "";
  const gatewayClass = text(get(spec, "gatewayClassName")) ?? "";
  return (
    groupOf(id.apiVersion).endsWith("istio.io") ||
    (id.kind === "CustomResourceDefinition" && id.name.endsWith(".istio.io")) ||
    (id.kind === "GatewayClass" && controller.startsWith("istio.io/")) ||
    (id.kind === "Gateway" && gatewayClass.startsWith("istio")) ||
    id.name === "istiod"
  );
}

const checkVersions = checkEach(["CustomResourceDefinition.apiextensions.k8s.io"], (subject) => {
  const minimum = lookUp(MINIMUM, subject.resource.id.name);
  const version = get(subject.metadata, "annotations", "gateway.networking.k8s.io/bundle-version");
  const [, major, minor] = /^v?(\d+)\.(\d+)\.\d+/.exec(text(version) ?? "") ?? [];
  if (!minimum || major === undefined || minor === undefined) return;
  if (Number(major) > minimum[0] || (Number(major) === minimum[0] && Number(minor) >= minimum[1]))
    return;
  subject.report(
    version,
    `Istio 1.31 ignores ${subject.resource.id.name} of version ${text(version)}, so resources of this kind have no effect; install Gateway API v${minimum.join(".")}.0 or newer`,
  );
});
