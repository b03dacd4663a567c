import { isMapping } from "../../../core/json.ts";
import type { Path } from "../../../core/path.ts";
import { groupOf } from "../../../core/resource.ts";
import type { RuleInfo } from "../../../core/rule.ts";
import { labelFault, labelValueFault, nameFault, qualifiedNameFault } from "../../names.ts";
import type { Pass } from "../../pass.ts";
import type { SchemaProblem } from "../../types.ts";
import { describeValue, joinWords, quote } from "../../wording.ts";
import { describeIgnoredNamespace } from "../namespace-ignored/rule.ts";
import { describeNameless } from "../required/rule.ts";

export const rule: RuleInfo = {
  name: "schema/metadata",
  severity: "error",
  summary: "A name, label, annotation, owner or finalizer is refused by the API server",
};

const annotationLimit = 262_144;

/** Whose metadata it is. */
export interface MetadataOwner {
  readonly apiVersion: string;
  readonly kind: string;
  /**
   * `embedded` metadata may lack a name, and its name is any that can stand in a URL; so may that of a kind whose rules are `unknown`.
   * Undefined: a file that is no cluster object, such as kustomization.yaml.
   */
  readonly scope: "Namespaced" | "Cluster" | "embedded" | "unknown" | undefined;
}

/**
 * Reports what the API server refuses in an object's metadata once it is decoded: names, labels, annotations, owners, finalizers.
 * Source: apimachinery pkg/api/validation/objectmeta.go.
 * @param metadata the value of `metadata`; parts of a wrong type are passed over, see checkMetadataFields
 */
export function checkMetadata(
  metadata: unknown,
  owner: MetadataOwner,
  path: Path,
  pass: Pass,
): void {
  if (owner.scope === undefined || ((metadata ?? null) !== null && !isMapping(metadata))) return;
  const meta = isMapping(metadata) ? metadata : {};
  const report = (message: string, at: Path, part?: "key") =>
    pass.problems.push({
      rule: rule.name,
      severity: rule.severity,
      message,
      path: [...path, ...at],
      ...(part ? { part } : {}),
    });
  checkName(meta, owner, path, pass, report);
  if (typeof meta.namespace === "string" && meta.namespace !== "" && owner.scope !== "unknown")
    checkNamespace(meta.namespace, owner, path, pass, report);
  if (isMapping(meta.labels)) checkLabels(meta.labels, ["labels"], report);
  if (isMapping(meta.annotations)) checkAnnotations(meta.annotations, report);
  if (Array.isArray(meta.ownerReferences)) checkOwners(meta.ownerReferences, report);
  if (Array.isArray(meta.finalizers)) checkFinalizers(meta.finalizers, owner, report);
}

type ReportMetadata = (message: string, at: Path, part?: "key") => void;

function checkName(
  meta: Record<string, unknown>,
  owner: MetadataOwner,
  path: Path,
  pass: Pass,
  report: ReportMetadata,
): void {
  const name = meta.name ?? "";
  const prefix = meta.generateName ?? "";
  if (owner.scope === "embedded" || owner.scope === "unknown") {
    if (typeof name === "string" && /[/%]|^\.\.?$/.test(name))
      report(`name ${quote(name)} must not contain '/' or '%'`, ["name"]);
    return;
  }
  if (pass.partial) return; // a patch's target may say which objects are meant
  if (name === "" && prefix === "") pass.problems.push(describeNameless(owner.kind, path));
  const fault =
    typeof name === "string" && name !== ""
      ? nameFault(owner.apiVersion, owner.kind, name)
      : undefined;
  if (fault !== undefined) report(`name ${quote(name)} ${fault}`, ["name"]);
  const prefixFault =
    typeof prefix === "string" && prefix !== ""
      ? nameFault(owner.apiVersion, owner.kind, prefix, true)
      : undefined;
  if (prefixFault !== undefined)
    report(`generateName ${quote(prefix)} ${prefixFault}`, ["generateName"]);
}

function checkNamespace(
  namespace: string,
  owner: MetadataOwner,
  path: Path,
  pass: Pass,
  report: ReportMetadata,
): void {
  if (owner.scope === "Cluster") {
    pass.problems.push(describeIgnoredNamespace(owner.kind, namespace, path));
    return;
  }
  const fault = labelFault(namespace);
  if (fault !== undefined) report(`namespace ${quote(namespace)} ${fault}`, ["namespace"]);
}

function checkLabels(labels: Record<string, unknown>, at: Path, report: ReportMetadata): void {
  for (const [key, value] of Object.entries(labels)) {
    const keyFault = qualifiedNameFault(key);
    if (keyFault !== undefined) report(`label ${quote(key)} ${keyFault}`, [...at, key], "key");
    const fault = typeof value === "string" ? labelValueFault(value) : undefined;
    if (fault !== undefined)
      report(`value ${quote(value)} of label ${quote(key)} ${fault}`, [...at, key]);
  }
}

function checkAnnotations(annotations: Record<string, unknown>, report: ReportMetadata): void {
  let size = 0;
  for (const [key, value] of Object.entries(annotations)) {
    const fault = qualifiedNameFault(key.toLowerCase());
    if (fault !== undefined)
      report(`annotation ${quote(key)} ${fault}`, ["annotations", key], "key");
    size += Buffer.byteLength(key) + (typeof value === "string" ? Buffer.byteLength(value) : 0);
  }
  if (size > annotationLimit)
    report(
      `annotations have ${size} bytes; at most ${annotationLimit} are allowed`,
      ["annotations"],
      "key",
    );
}

function checkOwners(owners: readonly unknown[], report: ReportMetadata): void {
  let controllers = 0;
  for (const [index, owner] of owners.entries()) {
    if (!isMapping(owner)) continue;
    for (const field of ["apiVersion", "kind", "name", "uid"]) {
      if ((owner[field] ?? "") === "")
        report(`owner reference has no ${field}`, ["ownerReferences", index, field]);
    }
    const apiVersion = owner.apiVersion;
    if (typeof apiVersion === "string" && apiVersion.split("/").length > 2)
      report(`apiVersion ${quote(apiVersion)} must be <group>/<version> or <version>`, [
        "ownerReferences",
        index,
        "apiVersion",
      ]);
    if (owner.kind === "Event" && apiVersion === "v1")
      report("an Event cannot own anything", ["ownerReferences", index, "kind"]);
    if (owner.controller === true && ++controllers === 2) {
      report("only one owner reference can have controller set to true", [
        "ownerReferences",
        index,
        "controller",
      ]);
    }
  }
}

/** Groups whose kinds have no finalizers of one word but those of Kubernetes. Source: ValidateObjectMeta of kubernetes pkg/apis/core/validation. */
const STRICT_GROUPS: ReadonlySet<string> = new Set([
  "",
  "apps",
  "autoscaling",
  "batch",
  "certificates.k8s.io",
  "discovery.k8s.io",
  "flowcontrol.apiserver.k8s.io",
  "networking.k8s.io",
  "rbac.authorization.k8s.io",
  "resource.k8s.io",
  "scheduling.k8s.io",
  "storage.k8s.io",
]);
const STANDARD_FINALIZERS = ["kubernetes", "orphan", "foregroundDeletion"];

function checkFinalizers(
  finalizers: readonly unknown[],
  { apiVersion, kind, scope }: MetadataOwner,
  report: ReportMetadata,
): void {
  const isStrict =
    (scope === "Namespaced" || scope === "Cluster") &&
    STRICT_GROUPS.has(groupOf(apiVersion)) &&
    kind !== "Event";
  for (const [index, given] of finalizers.entries()) {
    const finalizer = given ?? "";
    if (typeof finalizer !== "string") continue;
    const fault =
      qualifiedNameFault(finalizer) ??
      (isStrict && !finalizer.includes("/") && !STANDARD_FINALIZERS.includes(finalizer)
        ? "needs a domain, as in example.com/cleanup"
        : undefined);
    if (fault !== undefined)
      report(`finalizer ${quote(finalizer)} ${fault}`, ["finalizers", index]);
  }
  if (finalizers.includes("orphan") && finalizers.includes("foregroundDeletion")) {
    report('finalizers "orphan" and "foregroundDeletion" exclude each other', ["finalizers"]);
  }
}

/** Reports what the API server refuses in the apiVersion and kind of an object within another. */
export function checkEmbeddedKind(
  object: Record<string, unknown>,
  path: Path,
  problems: SchemaProblem[],
): void {
  for (const key of ["apiVersion", "kind"]) {
    const value = object[key];
    if (value === undefined) continue;
    const message = embeddedFault(key, value);
    if (message === undefined) continue;
    problems.push({ rule: rule.name, severity: rule.severity, message, path: [...path, key] });
  }
}

function embeddedFault(key: string, value: unknown): string | undefined {
  if (typeof value !== "string") return `${key} must be a string, not ${describeValue(value)}`;
  if (value === "") return `${key} must not be empty`;
  if (key === "apiVersion")
    return value.split("/").length > 2
      ? `apiVersion ${quote(value)} must be ${joinWords(["<group>/<version>", "<version>"], "or")}`
      : undefined;
  return /^[A-Za-z]([-A-Za-z0-9]{0,61}[A-Za-z0-9])?$/.test(value)
    ? undefined
    : `kind ${quote(value)} must consist of letters, digits and '-'`;
}
