import { isMapping } from "../../../../core/json.ts";
import type { Rule } from "../../../../core/rule.ts";
import { get, isSet } from "../../field.ts";
import { specOf } from "../reference.ts";

/** Source: docs/spec/v1/kustomizations.md of fluxcd/kustomize-controller, "Decryption". */
export const rule: Rule = {
  name: "flux/decryption",
  severity: "error",
  summary: "A Kustomization that applies what SOPS encrypted says how to decrypt it",
  scope: "build",
  check(context) {
    for (const { engine, source, resources } of context.builds) {
      if (engine !== "flux" || !source || isSet(get(specOf(source), "decryption"))) continue;
      const encrypted = resources.find(
        ({ data }) => isMapping(data["sops"]) && Object.hasOwn(data["sops"], "mac"),
      );
      if (!encrypted) continue;
      context.report({
        resource: source,
        path: ["metadata", "name"],
        message: `Kustomization "${source.id.name}" applies "${encrypted.id.name}", which SOPS encrypted, and would fail; add spec.decryption with provider sops`,
        related: [{ message: "what is encrypted", at: encrypted.locate(["metadata", "name"]) }],
      });
    }
  },
};
