import type { Resource } from "../../../core/resource.ts";
import { type Field, get, text } from "../field.ts";

/** An object that a resource names. */
export interface Reference {
  /** The mapping that holds kind, name and namespace. */
  field: Field;
  kind: string | undefined;
  name: string;
  /** The namespace that is meant: its own, or the resource's. */
  namespace: string | undefined;
}

/** @returns what a `{kind, name, namespace}` mapping names; undefined where it names nothing that is known from the file */
export function readReference(resource: Resource, field: Field): Reference | undefined {
  const name = text(get(field, "name"));
  if (!name) return undefined;
  return {
    field,
    name,
    kind: text(get(field, "kind")),
    namespace: text(get(field, "namespace")) || resource.id.namespace,
  };
}

export function specOf(resource: Resource): Field {
  return get({ path: [], value: resource.data }, "spec");
}
