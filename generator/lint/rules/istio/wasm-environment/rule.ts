import type { Rule } from "../../../../core/rule.ts";
import { get, items, text } from "../field.ts";
import { TRAFFIC_EXTENSION, WASM_PLUGIN } from "../kinds.ts";
import { checkEach } from "../subject.ts";

/** Source: validateWasmPluginVMConfig of istio/istio pkg/config/validation. The rest of what is checked of a plugin is in the schemas. */
export const rule: Rule = {
  name: "istio/wasm-environment",
  severity: "error",
  summary: "A WebAssembly plugin sets each environment variable once",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach([WASM_PLUGIN, TRAFFIC_EXTENSION], (subject) => {
    for (const vm of [get(subject.spec, "vmConfig"), get(subject.spec, "wasm", "vmConfig")]) {
      const names = new Set<string>();
      for (const field of items(get(vm, "env")).map((variable) => get(variable, "name"))) {
        const name = text(field);
        if (name === undefined) continue;
        if (names.has(name)) subject.fail(field, `environment variable "${name}" is set twice`);
        names.add(name);
      }
    }
  }),
};
