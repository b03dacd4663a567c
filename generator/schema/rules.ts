import type { Severity } from "../core/finding.ts";

/** What the validator reports, for lists, configuration and `explain`. */
export const schemaRules: readonly {
  readonly name: string;
  readonly severity: Severity;
  readonly summary: string;
}[] = [
  {
    name: "schema/cel",
    severity: "error",
    summary: "An x-kubernetes-validations rule of the schema does not hold",
  },
  {
    name: "schema/duplicate-item",
    severity: "error",
    summary: "A list holds an item or a key twice that must be unique",
  },
  {
    name: "schema/enum",
    severity: "error",
    summary: "A value is none of those that the schema lists",
  },
  {
    name: "schema/format",
    severity: "error",
    summary: "A string does not have the format that the API server enforces",
  },
  {
    name: "schema/metadata",
    severity: "error",
    summary: "A name, label, annotation, owner or finalizer is refused by the API server",
  },
  {
    name: "schema/namespace-ignored",
    severity: "warning",
    summary: "A cluster-scoped resource has a namespace",
  },
  {
    name: "schema/one-of",
    severity: "error",
    summary: "Fields exclude each other, or one of several is needed",
  },
  {
    name: "schema/pattern",
    severity: "error",
    summary: "A string does not match the schema's pattern",
  },
  {
    name: "schema/range",
    severity: "error",
    summary: "A number, length or count is out of its bounds",
  },
  {
    name: "schema/required",
    severity: "error",
    summary: "A field that the schema requires is missing",
  },
  {
    name: "schema/type",
    severity: "error",
    summary: "A value has another type than the schema says",
  },
  { name: "schema/unknown-field", severity: "error", summary: "The schema knows no such field" },
];
