import type { Rule } from "../../../../core/rule.ts";
import { get, text } from "../../field.ts";
import { locateInside } from "../embedded.ts";
import { isLegacyConfig } from "../legacy.ts";
import { checkLegacyConfig } from "../legacy-config.ts";
import { readYaml } from "../../../../yaml/read.ts";

/**
 * MetalLB 0.7 to 0.12 reads all of its configuration from key `config` of ConfigMap `config`, strictly: one mistake and none of it counts.
 * Source: internal/config/config.go of metallb/metallb at v0.12.0.
 */
export const rule: Rule = {
  name: "metallb/configmap",
  severity: "error",
  summary: "The ConfigMap of MetalLB before 0.13 parses whole",
  scope: "file",
  check(context) {
    for (const resource of context.resources("ConfigMap")) {
      const field = get({ path: [], value: resource.data }, "data", "config");
      const { path } = field;
      const config = text(field);
      if (config === undefined || !isLegacyConfig(resource)) continue;
      const { documents, problems: damage } = readYaml("config", config);
      const document = documents[0];
      for (const { message, at, severity } of [...damage, ...(document?.problems ?? [])]) {
        if (severity === "error")
          context.report({
            resource: {
              ...resource,
              locate: () => locateInside(resource.locate(path), config, at),
            },
            path,
            message,
          });
      }
      if (document === undefined || document.problems.some(({ severity }) => severity === "error"))
        continue;
      for (const { path: inner, part, message, severity } of checkLegacyConfig(document.value)) {
        const locate = () =>
          locateInside(resource.locate(path), config, document.locate(inner, part));
        context.report({ resource: { ...resource, locate }, path, message, severity });
      }
    }
  },
};
