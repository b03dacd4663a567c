import type { GroupKind, Resource } from "../../core/resource.ts";
import type { Report, RuleContext } from "../../core/rule.ts";
import { get, type Field } from "./field.ts";

type Details = Pick<Report, "part" | "fix" | "related">;

/** One resource as a rule sees it: its parts as fields, and a way to say what is wrong with one of them. */
export interface Subject {
  readonly resource: Resource;
  readonly spec: Field;
  readonly metadata: Field;
  /** metadata.namespace, where the file says it. */
  readonly namespace: string | undefined;
  /** Reports what the webhook refuses. */
  fail(field: Field, message: string, more?: Details): void;
  /** Reports what the webhook only warns of. */
  warn(field: Field, message: string, more?: Details): void;
  /** Reports what is worth to know. */
  inform(field: Field, message: string, more?: Details): void;
  /** Reports at the rule's own severity. */
  report(field: Field, message: string, more?: Details): void;
}

/**
 * Makes the check of a rule that looks at one resource at a time.
 * @param kinds such as `Gateway.networking.istio.io`; none means every resource
 * @param visit looks at one resource
 */
export function checkEach(
  kinds: readonly GroupKind[],
  visit: (subject: Subject) => void,
): (context: RuleContext) => void {
  return (context) => {
    for (const resource of context.resources(...kinds)) visit(subjectOf(resource, context));
  };
}

function subjectOf(resource: Resource, context: RuleContext): Subject {
  const root: Field = { path: [], value: resource.data };
  return {
    resource,
    spec: get(root, "spec"),
    metadata: get(root, "metadata"),
    namespace: resource.id.namespace,
    fail: (field, message, more) =>
      context.report({ resource, path: field.path, message, severity: "error", ...more }),
    warn: (field, message, more) =>
      context.report({ resource, path: field.path, message, severity: "warning", ...more }),
    inform: (field, message, more) =>
      context.report({ resource, path: field.path, message, severity: "info", ...more }),
    report: (field, message, more) =>
      context.report({ resource, path: field.path, message, ...more }),
  };
}
