import type { Location } from "../../../../core/finding.ts";
import type { Resource } from "../../../../core/resource.ts";
import { groupKindOf } from "../../../../core/resource.ts";
import type { Rule, RuleContext } from "../../../../core/rule.ts";
import { get, isSet } from "../../field.ts";

export const rule: Rule = {
  name: "kubernetes/duplicate-object",
  severity: "error",
  summary: "Nothing that one cluster gets is defined twice",
  scope: "build",
  check(context) {
    const seen = new Map<string, Resource>();
    for (const resource of context.resources()) {
      const { name, namespace } = resource.id;
      if (name === "" || isSet(get({ path: [], value: resource.data }, "metadata", "generateName")))
        continue;
      const key = `${groupKindOf(resource.id)}\n${namespace ?? ""}\n${name}`;
      const other = seen.get(key);
      if (!other) {
        seen.set(key, resource);
        continue;
      }
      const at = other.locate(["metadata", "name"]);
      const what = `${resource.id.kind} "${name}"${namespace === undefined ? "" : ` in namespace "${namespace}"`}`;
      const owners = isSame(at, resource.locate(["metadata", "name"]))
        ? ownersOf(context, [other, resource])
        : [];
      const message =
        owners.length > 1
          ? `${what} is applied twice, by ${owners.map(({ id }) => `${id.kind} "${id.name}"`).join(" and ")}; the two overwrite each other, let one of them apply it`
          : `${what} is defined in ${at.file}:${at.line} already; the two overwrite each other, keep one`;
      const related =
        owners.length > 1
          ? owners.map((owner) => ({
              message: "what applies it",
              at: owner.locate(["metadata", "name"]),
            }))
          : [{ message: "the other definition", at }];
      context.report({ resource, path: ["metadata", "name"], message, related });
    }
  },
};

function isSame(one: Location, other: Location): boolean {
  return one.file === other.file && one.line === other.line && one.column === other.column;
}

/** @returns the Kustomizations and Applications that apply the same resource, two of them */
function ownersOf(context: RuleContext, resources: readonly Resource[]): Resource[] {
  const builds = context.builds.filter((build) =>
    resources.some((resource) => build.resources.includes(resource)),
  );
  return builds.flatMap(({ source }) => source ?? []).slice(0, 2);
}
