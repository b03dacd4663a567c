import { lookUp } from "../../../../core/json.ts";
import type { Rule } from "../../../../core/rule.ts";
import { groupOf, versionOf } from "../../../../core/resource.ts";
import { checkEach } from "../../subject.ts";

/** The one version that each CRD serves since Flux 2.8, by group or by kind. Source: config/crd/bases of the controllers. */
const CURRENT: Readonly<Record<string, string>> = {
  "kustomize.toolkit.fluxcd.io": "v1",
  "helm.toolkit.fluxcd.io": "v2",
  "source.toolkit.fluxcd.io": "v1",
  "Alert.notification.toolkit.fluxcd.io": "v1beta3",
  "Provider.notification.toolkit.fluxcd.io": "v1beta3",
  "Receiver.notification.toolkit.fluxcd.io": "v1",
};
const BETA = /^v\d+(alpha|beta)\d+$/;

/** Fields that old versions had and the current ones refuse: with one of them the version cannot be raised alone. */
const GONE = [
  "validation",
  "patchesStrategicMerge",
  "patchesJson6902",
  "gitImplementation",
  "accessFrom",
  "valuesFile",
];

export const rule: Rule = {
  name: "flux/removed-version",
  severity: "warning",
  summary: "No object uses a beta version that Flux 2.8 and newer no longer serve",
  scope: "file",
  check: checkEach([], (subject) => {
    const { apiVersion, kind } = subject.resource.id;
    const group = groupOf(apiVersion);
    const version = versionOf(apiVersion);
    const current = lookUp(CURRENT, group) ?? lookUp(CURRENT, `${kind}.${group}`);
    if (current === undefined || version === current || !BETA.test(version)) return;
    const to = `${group}/${current}`;
    const path = ["apiVersion"];
    const fix = holdsKey(subject.resource.data["spec"], GONE)
      ? undefined
      : ({
          op: "set",
          document: subject.resource.document,
          path: [...(subject.resource.at ?? []), ...path],
          to,
        } as const);
    subject.report(
      { path, value: apiVersion },
      `Flux 2.8 and newer do not serve ${apiVersion}; write "${to}"`,
      { fix },
    );
  }),
};

function holdsKey(value: unknown, keys: readonly string[]): boolean {
  if (typeof value !== "object" || value === null) return false;
  return Object.entries(value).some(
    ([key, child]) => keys.includes(key) || (key !== "values" && holdsKey(child, keys)),
  );
}
