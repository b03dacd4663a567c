import { valueAt } from "../../../core/path.ts";
import type { RuleContext } from "../../../core/rule.ts";

/** Objects that have a controller make a Secret, with the place of its name; without one it has the object's own name. */
const PRODUCERS: readonly [kind: string, ...paths: string[][]][] = [
  ["ExternalSecret.external-secrets.io", ["spec", "target", "name"]],
  ["SealedSecret.bitnami.com", ["spec", "template", "metadata", "name"]],
  ["Certificate.cert-manager.io", ["spec", "secretName"]],
  ["VaultStaticSecret.secrets.hashicorp.com", ["spec", "destination", "name"]],
  ["VaultDynamicSecret.secrets.hashicorp.com", ["spec", "destination", "name"]],
  ["OnePasswordItem.onepassword.com", ["metadata", "name"]],
  ["InfisicalSecret.secrets.infisical.com", ["spec", "managedSecretReference", "secretName"]],
  ["SopsSecret.isindir.github.com", ["metadata", "name"]],
];

/** @returns `namespace/name` of every Secret that something in the tree has made */
export function madeSecrets(context: RuleContext): ReadonlySet<string> {
  const made = new Set<string>();
  for (const [kind, ...paths] of PRODUCERS) {
    for (const resource of context.resources(kind)) {
      const name =
        paths
          .map((path) => valueAt(resource.data, path))
          .find((value) => typeof value === "string") ?? resource.id.name;
      made.add(`${resource.id.namespace ?? ""}/${name}`);
    }
  }
  return made;
}
