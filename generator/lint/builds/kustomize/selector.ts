import { isMapping } from "../../../core/json.ts";
import { compilePattern } from "../../../schema/pattern.ts";
import type { Item } from "./item.ts";
import { effectiveNamespace, idOf, metadataOf, originalIdOf, textOf } from "./item.ts";

/** A patch's or replacement's choice of objects. */
export interface Selector {
  readonly group?: string;
  readonly version?: string;
  readonly kind?: string;
  readonly name?: string;
  readonly namespace?: string;
  readonly labelSelector?: string;
  readonly annotationSelector?: string;
}

export function readSelector(value: unknown): Selector {
  if (!isMapping(value)) return {};
  const read = (key: string) =>
    value[key] === undefined || value[key] === null || value[key] === ""
      ? undefined
      : textOf(value[key]);
  return {
    group: read("group"),
    version: read("version"),
    kind: read("kind"),
    name: read("name"),
    namespace: read("namespace"),
    labelSelector: read("labelSelector"),
    annotationSelector: read("annotationSelector"),
  };
}

/**
 * Makes the test of a patch target: group, version, kind, name and namespace are anchored regular expressions, names and
 * namespaces match as they were or as they are.
 * @returns the test, or what is wrong with the selector
 */
export function compileTarget(selector: Selector): ((item: Item) => boolean) | string {
  const patterns: Record<string, (text: string) => boolean> = {};
  for (const key of ["group", "version", "kind", "name", "namespace"] as const) {
    const pattern = selector[key];
    if (pattern === undefined) continue;
    const matcher = compileAnchored(pattern);
    if (!matcher) return `${key} is no regular expression: ${pattern}`;
    patterns[key] = matcher;
  }
  const matchLabels = compileLabels(selector.labelSelector ?? "");
  if (typeof matchLabels === "string") return matchLabels;
  const matchAnnotations = compileLabels(selector.annotationSelector ?? "");
  if (typeof matchAnnotations === "string") return matchAnnotations;
  const matches = (key: string, ...texts: string[]) =>
    patterns[key] === undefined || texts.some((text) => patterns[key]!(text));
  return (item) => {
    const id = idOf(item);
    const original = originalIdOf(item);
    return (
      matches("kind", id.kind) &&
      matches("group", id.group) &&
      matches("version", id.version) &&
      matches("name", original.name, id.name) &&
      matches("namespace", effectiveNamespace(original), effectiveNamespace(id)) &&
      matchLabels(metadataOf(item)["labels"]) &&
      matchAnnotations(metadataOf(item)["annotations"])
    );
  };
}

/** @returns a test for the whole text, or undefined where the pattern is no regular expression */
export function compileAnchored(pattern: string): ((text: string) => boolean) | undefined {
  if (/^[\w/-]*$/.test(pattern)) return (text) => text === pattern;
  const compiled = compilePattern(`^(?:${pattern})$`);
  return compiled && ((text) => compiled.test(text));
}

type Labels = Readonly<Record<string, unknown>>;

/**
 * Reads a selector as Kubernetes writes it: `a=b,c!=d,e in (x,y),f notin (z),g,!h`.
 * @returns the test of a labels mapping, or what is wrong
 */
export function compileLabels(selector: string): ((labels: unknown) => boolean) | string {
  const tests: ((labels: Labels) => boolean)[] = [];
  let rest = selector.trim();
  while (rest !== "") {
    const match =
      /^(!?)\s*([\w./-]+)\s*(?:(==|=|!=|>|<)\s*([\w.-]*)|\s(in|notin)\s*\(([^()]*)\))?\s*(?:,\s*(?=\S)|$)/.exec(
        rest,
      );
    if (!match) return `no valid selector: ${selector}`;
    const [all, not, key, operator, value, word, list] = match as unknown as [
      string,
      string,
      string,
      string?,
      string?,
      string?,
      string?,
    ];
    if (not === "!" && (operator !== undefined || word !== undefined))
      return `no valid selector: ${selector}`;
    tests.push(
      labelTest(
        key,
        not === "!" ? "!" : (operator ?? word),
        word === undefined ? [value ?? ""] : list!.split(",").map((part) => part.trim()),
      ),
    );
    rest = rest.slice(all.length);
  }
  return (labels) => tests.every((test) => test(isMapping(labels) ? labels : {}));
}

function labelTest(
  key: string,
  operator: string | undefined,
  values: readonly string[],
): (labels: Labels) => boolean {
  const read = (labels: Labels) => (Object.hasOwn(labels, key) ? textOf(labels[key]) : undefined);
  switch (operator) {
    case undefined:
      return (labels) => read(labels) !== undefined;
    case "!":
      return (labels) => read(labels) === undefined;
    case "=":
    case "==":
    case "in":
      return (labels) => values.includes(read(labels) ?? "\0");
    case "!=":
    case "notin":
      return (labels) => !values.includes(read(labels) ?? "\0");
    default: {
      const compare = (number: number) =>
        operator === ">" ? number > Number(values[0]) : number < Number(values[0]);
      return (labels) => /^-?\d+$/.test(read(labels) ?? "") && compare(Number(read(labels)));
    }
  }
}
