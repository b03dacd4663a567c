import type { Resource } from "../../../../core/resource.ts";
import { groupKindOf } from "../../../../core/resource.ts";
import type { Rule } from "../../../../core/rule.ts";
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
      const message = `${resource.id.kind} "${name}"${namespace === undefined ? "" : ` in namespace "${namespace}"`} is defined in ${at.file}:${at.line} already; the two overwrite each other, keep one`;
      context.report({
        resource,
        path: ["metadata", "name"],
        message,
        related: [{ message: "the other definition", at }],
      });
    }
  },
};
