import { valueAt } from "../../../core/path.ts";
import { namespaceOf, type Resource } from "../../../core/resource.ts";
import type { RuleContext } from "../../../core/rule.ts";

/** Objects that have a controller make a Secret, with the place of its name; without one it has the object's own name. */
const PRODUCERS: readonly [kind: string, ...paths: string[][]][] = [
  ["ExternalSecret.external-secrets.io", ["spec", "target", "name"]],
  ["SealedSecret.bitnami.com", ["spec", "template", "metadata", "name"]],
  ["Certificate.cert-manager.io", ["spec", "secretName"]],
  ["VaultStaticSecret.secrets.hashicorp.com", ["spec", "destination", "name"]],
  ["VaultDynamicSecret.secrets.hashicorp.com", ["spec", "destination", "name"]],
  ["VaultPKISecret.secrets.hashicorp.com", ["spec", "destination", "name"]],
  ["VaultSecret.ricoberger.de", ["metadata", "name"]],
  ["OnePasswordItem.onepassword.com", ["metadata", "name"]],
  ["BitwardenSecret.k8s.bitwarden.com", ["spec", "secretName"]],
  ["DopplerSecret.secrets.doppler.com", ["spec", "managedSecret", "name"]],
  ["AzureKeyVaultSecret.spv.no", ["spec", "output", "secret", "name"]],
  ["ExternalSecret.kubernetes-client.io", ["metadata", "name"]],
  ["KafkaUser.kafka.strimzi.io", ["metadata", "name"]],
  ["ObjectBucketClaim.objectbucket.io", ["metadata", "name"]],
  ["InfisicalSecret.secrets.infisical.com", ["spec", "managedSecretReference", "secretName"]],
  ["SopsSecret.isindir.github.com", ["metadata", "name"]],
];

/** Makes an ExternalSecret in every namespace that it selects. */
const EVERYWHERE = "ClusterExternalSecret.external-secrets.io";

/** @returns whether something in the tree has a Secret made, by `namespace/name`; without a namespace it is `/name` */
export function madeSecrets(context: RuleContext): { has(secret: string): boolean } {
  const made = new Set<string>();
  for (const [kind, ...paths] of PRODUCERS) {
    for (const resource of context.resources(kind))
      made.add(`${namespaceOf(resource.id)}/${nameOf(resource, paths)}`);
  }
  const everywhere = new Set(
    context.resources(EVERYWHERE).map((resource) =>
      nameOf(resource, [
        ["spec", "externalSecretSpec", "target", "name"],
        ["spec", "externalSecretName"],
      ]),
    ),
  );
  return {
    has: (secret) =>
      made.has(secret.startsWith("/") ? `default${secret}` : secret) ||
      everywhere.has(secret.slice(secret.indexOf("/") + 1)),
  };
}

function nameOf(resource: Resource, paths: readonly string[][]): string {
  const named = paths.map((path) => valueAt(resource.data, path));
  return named.find((value) => typeof value === "string") ?? resource.id.name;
}
