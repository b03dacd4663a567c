import type { Finding, Location } from "../core/finding.ts";
import type { ResourceId } from "../core/resource.ts";
import { rule as cel } from "../schema/rules/cel/rule.ts";
import { rule as duplicateItem } from "../schema/rules/duplicate-item/rule.ts";
import { rule as format } from "../schema/rules/format/rule.ts";
import { rule as metadata } from "../schema/rules/metadata/rule.ts";
import { rule as range } from "../schema/rules/range/rule.ts";
import { rule as type } from "../schema/rules/type/rule.ts";

/** A document that both checked. */
export interface CheckedDocument {
  at: Location;
  resource?: ResourceId;
  /** The document as JSON. An integer that a double cannot hold is a bigint. */
  data: unknown;
  /** What lint found in it. */
  findings: readonly Finding[];
}

/** What the other program says of a document. */
export interface OtherVerdict {
  status: "valid" | "invalid" | "error" | "unchecked";
  problems: readonly { path: string; message: string }[];
}

/** A document that one of the two refuses. */
export interface Disagreement {
  at: Location;
  resource?: ResourceId;
  /** Who refuses it. */
  refusedBy: "meshwright" | "kubeconform";
  /** What the one that refuses it says. */
  messages: readonly string[];
  /** Why Meshwright stands by its verdict; absent where nobody looked into it. */
  reason?: string;
}

/** What kubeconform cannot know, by the rule that knows it. */
const BEYOND_JSON_SCHEMA: Readonly<Record<string, string>> = {
  [cel.name]: "kubeconform does not evaluate x-kubernetes-validations",
  [metadata.name]: "kubeconform does not check ObjectMeta",
  [duplicateItem.name]: "kubeconform does not know list-type set and map",
  [format.name]: "kubeconform does not know the formats of the API server",
  [range.name]: "kubeconform does not know the ranges of int32 and int64",
  [type.name]:
    "kubeconform lets x-kubernetes-int-or-string take any type where nothing else narrows it",
};

/** What kubeconform says that the API server does not. */
const HARMLESS: readonly { message: RegExp; reason: string }[] = [
  { message: /got null/, reason: "the API server drops a null before it checks" },
  {
    message: /is not valid (date|email|uri|hostname|ipv4|ipv6|uuid|duration|regex)/,
    reason: "the API server has its own meaning of this format",
  },
  {
    message: /does not match pattern/,
    reason: "the API server's patterns are RE2 of whole code points",
  },
  { message: /\/status(\/|$)/, reason: "the API server drops the status of what is applied" },
];

/**
 * Lists the documents where lint and kubeconform disagree on whether the schema takes them. Documents that either could not check, and
 * findings that are not about the schema, do not count.
 * @param documents what lint checked
 * @param verdicts kubeconform's, in the same order
 */
export function compareVerdicts(
  documents: readonly CheckedDocument[],
  verdicts: readonly OtherVerdict[],
): Disagreement[] {
  return documents.flatMap((document, index): Disagreement[] => {
    const verdict = verdicts[index];
    if (verdict === undefined || verdict.status === "unchecked" || verdict.status === "error")
      return [];
    const errors = document.findings.filter(
      ({ rule, severity }) => rule.startsWith("schema/") && severity === "error",
    );
    const { at, resource } = document;
    if (verdict.status === "valid" && errors.length > 0) {
      return [
        {
          at,
          resource,
          refusedBy: "meshwright",
          messages: errors.map(({ message }) => message),
          reason: whyOurs(errors),
        },
      ];
    }
    if (verdict.status === "invalid" && errors.length === 0) {
      const messages = verdict.problems.map(({ path, message }) => `${path}: ${message}`);
      return [{ at, resource, refusedBy: "kubeconform", messages, reason: whyNotTheirs(messages) }];
    }
    return [];
  });
}

function whyOurs(errors: readonly Finding[]): string | undefined {
  const reasons = new Set(
    errors.map(
      ({ rule, path }) => BEYOND_JSON_SCHEMA[path?.[0] === "metadata" ? metadata.name : rule],
    ),
  );
  return reasons.has(undefined) ? undefined : [...reasons].join("; ");
}

function whyNotTheirs(messages: readonly string[]): string | undefined {
  const reasons = new Set(
    messages.map((text) => HARMLESS.find(({ message }) => message.test(text))?.reason),
  );
  return reasons.has(undefined) || reasons.size === 0 ? undefined : [...reasons].join("; ");
}

/** @returns a document on one line of JSON, big integers as they were written */
export function printDocument(data: unknown): string {
  if (typeof data === "bigint") return data.toString();
  if (Array.isArray(data)) return `[${data.map(printDocument).join(",")}]`;
  if (typeof data !== "object" || data === null) return JSON.stringify(data) ?? "null";
  return `{${Object.entries(data)
    .map(([key, value]) => `${JSON.stringify(key)}:${printDocument(value)}`)
    .join(",")}}`;
}
