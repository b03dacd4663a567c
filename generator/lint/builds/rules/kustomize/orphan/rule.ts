import type { Finding } from "../../../../../core/finding.ts";
import { listOf } from "../../../../../core/json.ts";
import type { RuleInfo } from "../../../../../core/rule.ts";
import { findResources } from "../../../../documents.ts";
import { readKustomization } from "../../../kustomize/kustomization.ts";
import { resolvePath } from "../../../kustomize/load.ts";
import type { FolderTree } from "../../../tree.ts";
import { posix } from "node:path";

export const rule: RuleInfo = {
  name: "kustomize/orphan",
  severity: "warning",
  summary: "A manifest among the files of a kustomization is one of them",
};

/** Folders whose files are read by people, or applied by hand. */
const APART =
  /(^|\/)(\.[^/]+|_[^/]*|archived?|attic|backups?|bootstrap|ci|deprecated|disabled|docs?|examples?|hack|samples?|scripts|templates?|tests?|testdata|tools|unused)(\/|$)/i;

/**
 * Tells of manifests that stand among the files of a kustomization and that it leaves out. Silent where the kustomization mentions the
 * file somewhere, as in a comment, and in folders that are no one's to apply.
 * @param files manifests that no build reaches
 * @param isApplied does a build read this file?
 */
export function findOrphans(
  tree: FolderTree,
  files: readonly string[],
  isApplied: (path: string) => boolean,
): Finding[] {
  const owners = new Map<string, Owner | undefined>();
  const findings: Finding[] = [];
  for (const file of files) {
    const folder = posix.dirname(file);
    const name = posix.basename(file);
    if (APART.test(folder) || /^[._]/.test(name)) continue;
    if (!owners.has(folder)) owners.set(folder, findOwner(tree, folder));
    const owner = owners.get(folder);
    if (!owner || !isApplied(owner.file) || owner.text.includes(name)) continue;
    const [resource] = findResources(tree.parse(file)!);
    if (!resource) continue;
    const path = posix.relative(posix.dirname(owner.file), file);
    const message = `${owner.file} does not list this file, so nothing applies ${resource.id.kind} "${resource.id.name}"; add ${path} to its resources, or remove the file`;
    findings.push({
      rule: rule.name,
      severity: rule.severity,
      message,
      at: resource.locate(["kind"]),
      resource: resource.id,
    });
  }
  return findings;
}

interface Owner {
  readonly file: string;
  readonly text: string;
}

/**
 * The kustomization that a folder's manifests belong to: its own, or one above that lists other files of the folder one by one. None where
 * that one names a file of the folder which is not there: then it is told of that, and the names are mixed up.
 */
function findOwner(tree: FolderTree, folder: string): Owner | undefined {
  for (let above = folder; ; above = posix.dirname(above)) {
    const found = readKustomization(tree, above);
    if (found) {
      const { kustomization, file, problems } = found;
      if (!kustomization || problems.length > 0) return undefined;
      const listed = filesListed(kustomization.data, above, folder);
      if (above !== folder && listed.length === 0) return undefined;
      if (listed.some((path) => !tree.has(path))) return undefined;
      return { file, text: tree.text(file) ?? "" };
    }
    if (above === "." || above === "/") return undefined;
  }
}

/** The files of a folder that a kustomization lists, whether they are there or not. */
function filesListed(
  data: Readonly<Record<string, unknown>>,
  above: string,
  folder: string,
): string[] {
  return listOf(data["resources"]).flatMap((entry) => {
    const path = typeof entry === "string" ? resolvePath(above, entry) : undefined;
    const isFile = path !== undefined && /\.(ya?ml|json)$/.test(path);
    return isFile && posix.dirname(path) === folder ? [path] : [];
  });
}
