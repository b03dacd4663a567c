import { namespaceOf } from "../../../core/resource.ts";
import type { RuleContext } from "../../../core/rule.ts";
import { readYaml } from "../../../yaml/read.ts";
import { selectsPlainly, type Workload } from "../kubernetes/workloads.ts";
import { get, isFilled, text } from "../field.ts";
import { PROXY_CONFIG } from "./kinds.ts";
import { meshConfigs, rootNamespaces } from "./mesh-config.ts";

/**
 * Says which variant of the proxy's image a workload gets, such as `distroless`; empty for the plain one. The nearest setting counts:
 * the Pod's annotation, a ProxyConfig for it, its namespace's, the root namespace's, the mesh configuration.
 * Source: EffectiveProxyConfigResolver of istio/istio pkg/config/analysis/analyzers/util.
 */
export function proxyImageType(context: RuleContext, workload: Workload): string {
  const { resource, template, labels } = workload;
  const roots = rootNamespaces(context);
  const configs = context.resources(PROXY_CONFIG).map((config) => {
    const spec = get({ path: [], value: config.data }, "spec");
    const selector = get(spec, "selector", "matchLabels");
    const type = text(get(spec, "image", "imageType"));
    return { namespace: namespaceOf(config.id), selector, type };
  });
  const own = configs.filter((config) => config.namespace === namespaceOf(workload));
  const annotation = text(get(template, "metadata", "annotations", "proxy.istio.io/config"));
  const annotated = annotation && readYaml(resource.file, annotation).documents[0]?.value;
  const types = [
    text(get({ path: [], value: annotated }, "image", "imageType")),
    ...own
      .filter(({ selector }) => isFilled(selector) && selectsPlainly(selector.value, labels))
      .map(({ type }) => type),
    ...own.filter(({ selector }) => !isFilled(selector)).map(({ type }) => type),
    ...configs.filter((config) => roots.has(config.namespace)).map(({ type }) => type),
    ...meshConfigs(context).map(({ value }) =>
      text(get(value, "defaultConfig", "image", "imageType")),
    ),
  ];
  const found = types.find(Boolean) ?? "";
  return found === "default" ? "" : found;
}
