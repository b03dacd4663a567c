import { asText } from "../../../../core/json.ts";
import type { Resource } from "../../../../core/resource.ts";
import type { Rule, RuleContext } from "../../../../core/rule.ts";
import { knownInstalls } from "../../../charts/install.ts";
import { get, items } from "../../field.ts";
import { isLegacyConfig } from "../legacy.ts";
import { METALLB_KINDS } from "../kinds.ts";
import { specOf } from "../world.ts";

/** Source: the release notes of MetalLB 0.13.2, which brought custom resources and took the ConfigMap away. */
export const rule: Rule = {
  name: "metallb/configmap-ignored",
  severity: "warning",
  summary: "The ConfigMap of MetalLB before 0.13 does not stand beside a newer MetalLB",
  scope: "build",
  check(context) {
    const legacy = context.resources("ConfigMap").filter(isLegacyConfig);
    if (legacy.length === 0) return;
    for (const config of legacy) {
      const sign = findNewer(context, config.id.namespace);
      if (!sign) continue;
      context.report({
        resource: config,
        path: ["metadata", "name"],
        message:
          "MetalLB 0.13 and newer do not read this ConfigMap; write IPAddressPools, L2Advertisements and BGPPeers, and remove it",
        related: [{ message: "the newer MetalLB", at: sign.locate(["metadata", "name"]) }],
      });
    }
  },
};

/** @returns something of MetalLB 0.13 or newer in a namespace */
function findNewer(context: RuleContext, namespace: string | undefined): Resource | undefined {
  return (
    context.resources(...METALLB_KINDS).find(({ id }) => id.namespace === namespace) ??
    context
      .resources("HelmRelease.helm.toolkit.fluxcd.io", "Application.argoproj.io")
      .find((release) =>
        knownInstalls(release).some(
          ({ install }) =>
            install.chart === "metallb" &&
            install.namespace === namespace &&
            isNewer(/^v?0\.(\d+)/.exec(install.version)?.[1]),
        ),
      ) ??
    context
      .resources("DaemonSet.apps")
      .filter(({ id }) => id.namespace === namespace)
      .find((speaker) =>
        items(get(specOf(speaker), "template", "spec", "containers")).some((container) =>
          isNewer(
            /metallb\/speaker:v0\.(\d+)/.exec(asText(get(container, "image").value ?? ""))?.[1],
          ),
        ),
      )
  );
}

function isNewer(minor: string | undefined): boolean {
  return minor !== undefined && Number(minor) >= 13;
}
