import { asText, isMapping } from "../../../../core/json.ts";
import type { Rule } from "../../../../core/rule.ts";
import { renderTemplate } from "../../../builds/template.ts";
import { type Field, get, isFilled, isSet, isTrue, items, text, texts } from "../../field.ts";
import { checkEach, type Subject } from "../../subject.ts";
import { APPLICATION_SET, isOverlaid } from "../kinds.ts";

const GENERATORS = [
  "list",
  "clusters",
  "git",
  "scmProvider",
  "pullRequest",
  "clusterDecisionResource",
  "plugin",
  "matrix",
  "merge",
];

/** Source: applicationset/generators and validateGenerators of argoproj/argo-cd. */
export const rule: Rule = {
  name: "argocd/application-set",
  severity: "error",
  summary:
    "An ApplicationSet's generators are complete, and each Application that it makes gets a name of its own",
  scope: "file",
  check: checkEach([APPLICATION_SET], (subject) => {
    const generators = get(subject.spec, "generators");
    if (!isFilled(generators))
      return subject.fail(
        isSet(generators) ? generators : subject.spec,
        "the ApplicationSet has no generator, so it makes no Application",
      );
    for (const generator of items(generators)) checkGenerator(subject, generator, 0);
    checkName(subject);
    checkTemplate(subject);
    const misspelt = get(subject.spec, "syncPolicy", "preserveResourcesOnDelete");
    if (isSet(misspelt))
      subject.fail(misspelt, "the field is preserveResourcesOnDeletion", { part: "key" });
  }),
};

function checkGenerator(subject: Subject, generator: Field, depth: number): void {
  const kinds = GENERATORS.filter((kind) => isSet(get(generator, kind)));
  if (kinds.length === 0)
    return subject.fail(
      generator,
      `this generator is of no kind; there are ${GENERATORS.join(", ")}`,
    );
  if (kinds.length > 1)
    subject.fail(
      get(generator, kinds[1]!),
      `one generator holds one kind, and this has ${kinds.join(" and ")}; write two entries`,
      { part: "key" },
    );
  const git = get(generator, "git");
  if (isSet(git) && isFilled(get(git, "files")) === isFilled(get(git, "directories"))) {
    subject.fail(git, "a git generator needs either files or directories");
  }
  for (const kind of ["matrix", "merge"]) {
    const combined = get(generator, kind);
    if (!isSet(combined)) continue;
    const children = items(get(combined, "generators"));
    if (depth > 1)
      subject.fail(combined, "matrix and merge generators nest once only", { part: "key" });
    if (kind === "matrix" && children.length !== 2)
      subject.fail(
        get(combined, "generators"),
        `a matrix combines exactly two generators, not ${children.length}`,
      );
    if (kind === "merge" && children.length < 2)
      subject.fail(
        get(combined, "generators"),
        `a merge combines at least two generators, not ${children.length}`,
      );
    if (kind === "merge" && !isFilled(get(combined, "mergeKeys")))
      subject.fail(
        combined,
        "a merge needs mergeKeys, the parameters that identify an Application",
      );
    for (const child of children) checkGenerator(subject, child, depth + 1);
  }
}

function checkName(subject: Subject): void {
  const name = get(subject.spec, "template", "metadata", "name");
  if (typeof name.value !== "string" || isOverlaid(subject.resource)) return;
  const isGo = isTrue(get(subject.spec, "goTemplate"));
  if (name.value.includes("{{")) return checkListed(subject, name, isGo);
  const generators = items(get(subject.spec, "generators"));
  const counts = generators.map(countOf);
  const certain = counts.includes("several");
  if (!certain && !counts.includes("any") && generators.length < 2) return;
  const advice = `put a parameter into the name, such as {{${isGo ? "." : ""}name}}`;
  if (certain || counts.every((count) => count === "one"))
    subject.fail(name, `every Application would be named "${name.value}"; ${advice}`);
  else
    subject.warn(
      name,
      `every Application would be named "${name.value}", and this generator can yield several; ${advice}`,
    );
}

/** How many Applications a generator yields: one, several, or as many as there are clusters, folders or repositories. What a plugin yields, often one, is for it to know. */
function countOf(generator: Field): "one" | "several" | "any" | "unknown" {
  if (isSet(get(generator, "selector"))) return "one";
  if (isSet(get(generator, "plugin"))) return "unknown";
  const elements = items(get(generator, "list", "elements"));
  if (elements.length > 0) return elements.length > 1 ? "several" : "one";
  const clusters = get(generator, "clusters");
  if (isSet(clusters)) return isFilled(get(clusters, "selector")) ? "one" : "any"; // a selector may be meant for one
  const paths = ["files", "directories"].flatMap((key) => items(get(generator, "git", key)));
  if (paths.length === 1) return /[*?[]/.test(asText(get(paths[0]!, "path").value)) ? "any" : "one";
  const children = ["matrix", "merge"].flatMap((kind) => items(get(generator, kind, "generators")));
  if (children.length === 0) return "any";
  const counts = children.map(countOf);
  return counts.every((count) => count === "one") ? "one" : "any";
}

/** The elements of a list are known, so their names are too. */
function checkListed(subject: Subject, name: Field, isGo: boolean): void {
  const seen = new Set<string>();
  for (const generator of items(get(subject.spec, "generators"))) {
    if (isSet(get(generator, "selector"))) continue;
    for (const element of items(get(generator, "list", "elements"))) {
      if (!isMapping(element.value)) continue;
      const rendered = renderTemplate(asText(name.value), element.value, isGo);
      if (rendered === undefined) continue;
      if (seen.has(rendered))
        subject.fail(
          element,
          `another element makes Application "${rendered}" already; each needs a name of its own`,
        );
      seen.add(rendered);
    }
  }
}

/** With goTemplate parameters start with a dot; without, they do not. */
function checkTemplate(subject: Subject): void {
  const isGo = isTrue(get(subject.spec, "goTemplate"));
  for (const field of findTexts(get(subject.spec, "template"))) {
    const value = asText(field.value);
    if (!isGo && /\{\{-?\s*\.[A-Za-z_]/.test(value))
      return subject.fail(field, "parameters with a leading dot need goTemplate: true");
    if (
      isGo &&
      /^\s*\{\{-?\s*[a-z][\w]*(\.[\w.-]+)?\s*-?\}\}\s*$/.test(value) &&
      !/\{\{-?\s*(end|else|break|continue)\b/.test(value)
    ) {
      const parameter = /\{\{-?\s*([\w.-]+)/.exec(value)![1]!;
      return subject.fail(
        field,
        `with goTemplate: true a parameter starts with a dot; write {{.${parameter}}}`,
      );
    }
  }
  if (!isGo && isFilled(get(subject.spec, "goTemplateOptions")))
    subject.warn(
      get(subject.spec, "goTemplateOptions"),
      "goTemplateOptions does nothing without goTemplate: true",
      { part: "key" },
    );
  for (const { value, field } of texts(get(subject.spec, "goTemplateOptions"))) {
    if (!/^missingkey=(default|invalid|zero|error)$/.test(value))
      subject.fail(field, `"${value}" is no template option; "missingkey=error" is usual`);
  }
}

function findTexts(field: Field): Field[] {
  if (typeof field.value === "string")
    return text(field) === undefined && !field.value.includes("{{") ? [] : [field];
  if (typeof field.value !== "object" || field.value === null) return [];
  return Object.entries(field.value).flatMap(([key, value]) =>
    findTexts({ path: [...field.path, Array.isArray(field.value) ? Number(key) : key], value }),
  );
}
