import { asText, isMapping } from "../../../../core/json.ts";
import type { Rule } from "../../../../core/rule.ts";
import { readYaml } from "../../../../yaml/read.ts";
import { isReadablePatch } from "../../../builds/rules/kustomize/bad-patch/rule.ts";
import { type Field, get, isFilled, items, text } from "../../field.ts";
import { checkEach, type Subject } from "../../subject.ts";
import { HELM_RELEASE } from "../kinds.ts";

const OPERATIONS = ["add", "remove", "replace", "move", "copy", "test"];

/** Source: internal/postrender of fluxcd/helm-controller, and kustomize's PatchTransformer. */
export const rule: Rule = {
  name: "flux/post-renderer-patch",
  severity: "error",
  summary: "A post-renderer's patch is an object or a list of JSON 6902 operations",
  scope: "file",
  check: checkEach([HELM_RELEASE], (subject) => {
    for (const renderer of items(get(subject.spec, "postRenderers")))
      for (const patch of items(get(renderer, "kustomize", "patches"))) checkPatch(subject, patch);
  }),
};

function checkPatch(subject: Subject, patch: Field): void {
  const field = get(patch, "patch");
  const body = text(field);
  if (body === undefined) return;
  const { documents } = readYaml("patch", body);
  const broken = documents.some(({ problems }) =>
    problems.some(({ severity }) => severity === "error"),
  );
  if (broken) return; // told of as what it is, a mistake in YAML
  const [first] = documents;
  if (first === undefined || first.value === null)
    return subject.fail(field, "the patch is empty; take it out");
  if (!Array.isArray(first.value)) {
    if (!isMapping(first.value))
      subject.fail(field, "a patch is an object, or a list of JSON 6902 operations");
    return;
  }
  if (!isReadablePatch(body))
    return subject.fail(
      field,
      "a JSON patch that begins with [ must be JSON; write it as YAML, each operation behind a dash",
    );
  if (!isFilled(get(patch, "target"))) subject.fail(field, "a JSON patch needs a target beside it");
  for (const operation of first.value as unknown[]) {
    const problem = checkOperation(operation);
    if (problem) return subject.fail(field, problem);
  }
}

function checkOperation(operation: unknown): string | undefined {
  if (!isMapping(operation)) return "an operation is a mapping with op and path";
  const op = asText(operation["op"]);
  if (!OPERATIONS.includes(op))
    return `"${op}" is no operation; there are ${OPERATIONS.join(", ")}`;
  const { path, from } = operation;
  if (typeof path !== "string") return `operation ${op} has no path`;
  if (path !== "" && !path.startsWith("/")) return `path "${path}" must begin with a slash`;
  return (op === "move" || op === "copy") && typeof from !== "string"
    ? `operation ${op} needs from`
    : undefined;
}
