import { isMapping } from "../../../../core/json.ts";
import type { Rule } from "../../../../core/rule.ts";
import { suggest } from "../../../../core/suggest.ts";
import { readYaml } from "../../../../yaml/read.ts";
import { compileAnchored } from "../../../builds/kustomize/selector.ts";
import { namesInRelease } from "../../../charts/names.ts";
import { type Field, get, isFilled, items, text } from "../../field.ts";
import { checkEach, type Subject } from "../../subject.ts";
import { HELM_RELEASE } from "../kinds.ts";

/** Source: internal/postrender of fluxcd/helm-controller, which runs kustomize over what the chart makes. */
export const rule: Rule = {
  name: "flux/post-renderer-target",
  severity: "warning",
  summary: "A post-renderer's patch is for an object that the chart makes",
  scope: "file",
  check: checkEach([HELM_RELEASE], (subject) => {
    if (isFilled(get(subject.spec, "valuesFrom"))) return;
    for (const renderer of items(get(subject.spec, "postRenderers")))
      for (const patch of items(get(renderer, "kustomize", "patches"))) checkPatch(subject, patch);
  }),
};

function checkPatch(subject: Subject, patch: Field): void {
  const target = get(patch, "target");
  if (isFilled(target))
    return checkName(
      subject,
      get(target, "name"),
      text(get(target, "kind")),
      text(get(target, "name")),
    );
  const body = text(get(patch, "patch"));
  if (body === undefined) return;
  for (const { value } of readYaml("patch", body).documents) {
    if (!isMapping(value)) continue;
    const object: Field = { path: [], value };
    checkName(
      subject,
      get(patch, "patch"),
      text(get(object, "kind")),
      text(get(object, "metadata", "name")),
    );
  }
}

function checkName(
  subject: Subject,
  at: Field,
  kind: string | undefined,
  name: string | undefined,
): void {
  if (!kind || !name) return;
  const known = namesInRelease(subject.resource, kind);
  if (!known || known.others?.test(name) || known.names.some((each) => isMeant(name, each))) return;
  const candidate = suggest(name, known.names);
  const makes = known.names.length > 0 ? `it makes ${known.names.join(", ")}` : `it makes none`;
  subject.report(
    at,
    `with these values chart ${known.chart} makes no ${kind} "${name}"${candidate ? `, did you mean "${candidate}"?` : ""}; ${makes}`,
  );
}

/** A target's name is an expression that has to match the whole name; one that cannot be read is told of elsewhere. */
function isMeant(pattern: string, name: string): boolean {
  return compileAnchored(pattern)?.(name) ?? true;
}
