import { asText, isMapping } from "../../../../core/json.ts";
import type { Resource } from "../../../../core/resource.ts";
import type { Rule, RuleContext } from "../../../../core/rule.ts";
import { get, text } from "../../field.ts";
import { madeSecrets } from "../../kubernetes/secrets.ts";
import { BFD_PROFILE, BGP_PEER } from "../kinds.ts";
import { leavesSecrets, specOf } from "../world.ts";

/** Source: peersFor and passwordFromSecretForPeer of metallb/metallb internal/config. */
export const rule: Rule = {
  name: "metallb/peer-references",
  severity: "error",
  summary:
    "A BGPPeer's BFDProfile exists, and its password Secret has type kubernetes.io/basic-auth and key password",
  scope: "build",
  check(context) {
    const isOurs = !leavesSecrets(context);
    const made = madeSecrets(context);
    for (const peer of context.resources(BGP_PEER)) {
      checkProfile(context, peer);
      if (isOurs) checkSecret(context, peer, made);
    }
  },
};

function checkProfile(context: RuleContext, peer: Resource): void {
  const profile = get(specOf(peer), "bfdProfile");
  const name = text(profile);
  if (
    !name ||
    context.partial ||
    context.external({ kind: BFD_PROFILE, namespace: peer.id.namespace, name })
  )
    return;
  const known = context.resources(BFD_PROFILE).map((resource) => resource.id.name);
  if (known.includes(name)) return;
  const hint =
    known.length > 0 ? `; there is ${known.map((other) => `"${other}"`).join(", ")}` : "";
  context.report({
    resource: peer,
    path: profile.path,
    message: `no BFDProfile is named "${name}"${hint}; MetalLB reads no configuration until there is`,
  });
}

/** @param made Secrets that a controller makes, whose keys are not known */
function checkSecret(
  context: RuleContext,
  peer: Resource,
  made: ReturnType<typeof madeSecrets>,
): void {
  const reference = get(specOf(peer), "passwordSecret");
  const field = get(reference, "name");
  const name = text(field);
  if (!name) return;
  const namespace = text(get(reference, "namespace")) || peer.id.namespace;
  const secret = context.find("Secret", namespace, name);
  if (!secret) {
    if (context.partial || context.external({ kind: "Secret", namespace, name })) return;
    if (made.has(`${namespace ?? ""}/${name}`)) return;
    const message = `nothing here makes Secret "${name}"; without it MetalLB reads no configuration. Declare it as external if it is made elsewhere`;
    context.report({ resource: peer, path: field.path, severity: "warning", message });
    return;
  }
  const at = secret.locate(["type"]);
  if (secret.data["type"] !== "kubernetes.io/basic-auth") {
    const message = `Secret "${name}" has type "${asText(secret.data["type"] ?? "Opaque")}"; a peer's password needs type kubernetes.io/basic-auth`;
    context.report({
      resource: peer,
      path: field.path,
      message,
      related: [{ message: "the Secret", at }],
    });
  } else if (!hasKey(secret, "password")) {
    context.report({
      resource: peer,
      path: field.path,
      message: `Secret "${name}" has no key "password"`,
      related: [{ message: "the Secret", at }],
    });
  }
}

function hasKey(secret: Resource, key: string): boolean {
  return [secret.data["data"], secret.data["stringData"]].some(
    (data) => isMapping(data) && key in data,
  );
}
