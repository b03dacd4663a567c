import { isMapping } from "../../../../core/json.ts";
import type { Resource } from "../../../../core/resource.ts";
import type { Rule, RuleContext } from "../../../../core/rule.ts";
import { type Field, get, isSet, text } from "../../field.ts";
import { specOf } from "../reference.ts";

const KEYS = /\.(asc|agekey)$|^sops\.(vault-token|aws-kms|azure-kv|gcp-kms)$/;

/** The Secret itself is often made by hand, since it can be in no repository in the clear; one that is here needs a key that counts. */
function checkKey(context: RuleContext, source: Resource, field: Field): void {
  const name = text(field);
  const secret = name && context.find("Secret", source.id.namespace, name);
  if (!secret) return;
  const keys = [secret.data["data"], secret.data["stringData"]].flatMap((data) =>
    isMapping(data) ? Object.keys(data) : [],
  );
  if (keys.length === 0 || keys.some((key) => KEYS.test(key))) return;
  context.report({
    resource: source,
    path: field.path,
    message: `Secret "${name}" has no key that decrypts; Flux looks for names that end in .agekey or .asc, and for sops.aws-kms and its like, and finds ${keys.map((key) => `"${key}"`).join(", ")}`,
    related: [{ message: "the Secret", at: secret.locate(["metadata", "name"]) }],
  });
}

/** Source: docs/spec/v1/kustomizations.md of fluxcd/kustomize-controller, "Decryption". */
export const rule: Rule = {
  name: "flux/decryption",
  severity: "error",
  summary: "A Kustomization that applies what SOPS encrypted says how to decrypt it",
  scope: "build",
  check(context) {
    for (const { engine, source, resources } of context.builds) {
      if (engine !== "flux" || !source) continue;
      const decryption = get(specOf(source), "decryption");
      if (isSet(decryption)) {
        checkKey(context, source, get(decryption, "secretRef", "name"));
        continue;
      }
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
