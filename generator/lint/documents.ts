import { isMapping } from "../core/json.ts";
import type { Path } from "../core/path.ts";
import { groupOf, type Resource } from "../core/resource.ts";
import type { YamlDocument, YamlFile } from "../yaml/types.ts";

/**
 * Finds the Kubernetes objects in a file. Lists are taken apart, as kubectl, Flux, Argo CD and kustomize do; documents that are no
 * objects (Helm values, CI files, JSON 6902 patches) are passed over.
 */
export function findResources(file: YamlFile): Resource[] {
  const resources: Resource[] = [];
  for (const document of file.documents)
    addResources(resources, file.file, document, document.value, []);
  return resources;
}

/** Groups of files that programs read, that look like Kubernetes objects, and that no cluster gets. */
const LOCAL_GROUPS: ReadonlySet<string> = new Set([
  "apiserver.config.k8s.io",
  "apiserver.k8s.io",
  "audit.k8s.io",
  "backstage.io",
  "chainsaw.kyverno.io",
  "cli.kyverno.io",
  "client.authentication.k8s.io",
  "ctlptl.dev",
  "eksctl.io",
  "k0sctl.k0sproject.io",
  "k3d.io",
  "kind.x-k8s.io",
  "kubeadm.k8s.io",
  "kubelet.config.k8s.io",
  "kubeproxy.config.k8s.io",
  "kubescheduler.config.k8s.io",
  "kuttl.dev",
  "scaffolder.backstage.io",
  "tanka.dev",
  "test.gatekeeper.sh",
]);

/** The same in groups of which a cluster has other kinds. */
const LOCAL_KINDS: ReadonlySet<string> = new Set(["Metadata.clusterctl.cluster.x-k8s.io"]);

function addResources(
  resources: Resource[],
  file: string,
  document: YamlDocument,
  value: unknown,
  at: Path,
): void {
  if (
    !isMapping(value) ||
    typeof value["apiVersion"] !== "string" ||
    typeof value["kind"] !== "string" ||
    Object.hasOwn(value, "$patch") || // a patch, wherever it lies
    LOCAL_GROUPS.has(groupOf(value["apiVersion"])) ||
    LOCAL_KINDS.has(`${value["kind"]}.${groupOf(value["apiVersion"])}`)
  )
    return;
  const items = value["items"];
  if (value["kind"].endsWith("List") && Array.isArray(items)) {
    items.forEach((item, index) =>
      addResources(resources, file, document, item, [...at, "items", index]),
    );
    return;
  }
  resources.push(toResource(file, document, value, at));
}

/**
 * Makes a resource of one mapping of a document.
 * @param at where the mapping lies in the document; empty for the document itself
 */
export function toResource(
  file: string,
  document: YamlDocument,
  data: Record<string, unknown>,
  at: Path,
): Resource {
  const metadata = isMapping(data["metadata"]) ? data["metadata"] : {};
  const namespace = metadata["namespace"];
  return {
    id: {
      apiVersion: text(data["apiVersion"]),
      kind: text(data["kind"]),
      ...(typeof namespace === "string" && namespace !== "" ? { namespace } : {}),
      name: text(metadata["name"]) || text(metadata["generateName"]),
    },
    data,
    file,
    document: document.index,
    ...(at.length > 0 ? { at } : {}),
    locate:
      at.length === 0 ? document.locate : (path, part) => document.locate([...at, ...path], part),
  };
}

/** @returns what tells a resource of the sources from all others */
export function sourceKey(resource: Resource): string {
  return `${resource.file}\n${resource.document}\n${resource.at?.join("/") ?? ""}`;
}

function text(value: unknown): string {
  return typeof value === "string" ? value : "";
}

/** Is this the text of a template language, which is no YAML before it is filled in? */
export function isTemplated(text: string): boolean {
  return (
    text.includes("{{") ||
    text.includes("<%") ||
    /<#(if|list|assign|include|macro)\b/.test(text) ||
    /^\s*[{]%|(^|[^$])\{[A-Z][A-Z0-9]*_[A-Z0-9_]+\}/m.test(text)
  );
}

/** Does the text look as if it were meant for a cluster? Decides whether a file that cannot be read is worth an error. */
export function looksLikeManifest(text: string): boolean {
  return hasKey(text, "apiVersion") && (hasKey(text, "kind") || /^metadata\s*:/m.test(text));
}

function hasKey(text: string, key: string): boolean {
  return new RegExp(`(^|[\\s{,])"?${key}"?\\s*:`, "m").test(text);
}

/** Is a value left open until Flux (`${VAR}`), kustomize (`$(VAR)`) or a plugin of Argo CD (`<path:…>`) fills it in, or encrypted by SOPS? */
export function isOpen(value: unknown): boolean {
  return (
    typeof value === "string" &&
    (/\$\{|\$\([\w.-]+\)|<(path|secret):[^>]+>/.test(value) || value.startsWith("ENC["))
  );
}

/** Does any string below a value hold `${...}`, `$(...)` or SOPS ciphertext? */
export function holdsOpenValues(value: unknown): boolean {
  if (typeof value === "string") return isOpen(value);
  if (Array.isArray(value)) return value.some(holdsOpenValues);
  return (
    isMapping(value) &&
    Object.entries(value).some(([key, child]) => key.includes("${") || holdsOpenValues(child))
  );
}
