import type { Rule } from "../../../../core/rule.ts";
import { get, text } from "../../istio/field.ts";
import { checkEach } from "../../istio/subject.ts";
import { checkLegacyConfig } from "../legacy-config.ts";
import { readYaml } from "../../../../yaml/read.ts";

/**
 * MetalLB 0.7 to 0.12 reads all of its configuration from key `config` of ConfigMap `config`, strictly: one mistake and none of it counts.
 * Source: internal/config/config.go of metallb/metallb at v0.12.1.
 */
export const rule: Rule = {
  name: "metallb/configmap",
  severity: "error",
  summary: "The ConfigMap of MetalLB before 0.13 parses whole",
  scope: "file",
  check: checkEach(["ConfigMap"], (subject) => {
    const field = get({ path: [], value: subject.resource.data }, "data", "config");
    const config = text(field);
    if (config === undefined || subject.resource.id.name !== "config" || !/^(address-pools|peers|bgp-communities|bfd-profiles):/m.test(config)) return;
    const document = readYaml("config", config).documents[0];
    const problem = document?.problems.find(({ severity }) => severity === "error");
    if (problem) subject.fail(field, `line ${problem.at.line} of this configuration cannot be read: ${problem.message}`);
    else for (const message of checkLegacyConfig(document?.value)) subject.fail(field, message);
  }),
};
