import type { Rule, RuleContext } from "../../../../core/rule.ts";
import { type Workload, workloadsOf } from "../../kubernetes/workloads.ts";
import { type Field, get, isBlank, items, text } from "../../field.ts";
import { asksForSidecars, namespaceLabels } from "../injection.ts";
import { injectorValues } from "../injector.ts";
import { proxyImageType } from "../proxy-image-type.ts";

/** Source: injection.ImageAnalyzer of istio/istio. */
export const rule: Rule = {
  name: "istio/proxy-image",
  severity: "warning",
  summary: "A proxy that stands in a Pod's containers has the image that the injector uses",
  aliases: ["IST0158"],
  scope: "build",
  check(context) {
    for (const workload of workloadsOf(context)) {
      const proxy = proxyOf(workload);
      const labels = namespaceLabels(context, workload.namespace);
      if (!proxy || !labels || !asksForSidecars(labels)) continue;
      if (
        !isBlank(get(workload.template, "metadata", "annotations", "sidecar.istio.io/proxyImage"))
      )
        continue;
      const expected = injectedImage(context, text(get(labels, "istio.io/rev")));
      const image = text(get(proxy, "image"));
      if (!expected || !image || image === "auto" || image === expected) continue;
      if (image === `${expected}-${proxyImageType(context, workload)}`) continue;
      const message = `the injector uses image "${expected}", this proxy has "${image}"; remove the container and let it be injected again, or raise its image`;
      context.report({ resource: workload.resource, path: get(proxy, "image").path, message });
    }
  },
};

function proxyOf({ spec }: Workload): Field | undefined {
  const containers = ["containers", "initContainers"].flatMap((list) => items(get(spec, list)));
  return containers.find((container) => get(container, "name").value === "istio-proxy");
}

/** The image that the injector of a revision puts in, as its template builds the name. */
function injectedImage(context: RuleContext, revision: string | undefined): string | undefined {
  const values = injectorValues(context, revision);
  if (values === undefined) return undefined;
  const global = get(values, "global");
  const [hub, tag, image] = [
    get(global, "hub"),
    get(global, "tag"),
    get(global, "proxy", "image"),
  ].map(text);
  if (!image || image.includes("/")) return image;
  return hub && tag ? `${hub}/${image}:${tag}` : undefined;
}
