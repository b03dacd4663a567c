import type { Rule } from "../../../../core/rule.ts";
import { findCelSyntaxProblem } from "../../../../schema/cel-syntax.ts";
import { entries, get, isBlank, isSet, items, text } from "../../field.ts";
import { TELEMETRY } from "../kinds.ts";
import { checkEach } from "../../subject.ts";

/** Source: ValidateTelemetry of istio/istio pkg/config/validation. The rest of what it checks is in the schemas. */
export const rule: Rule = {
  name: "istio/telemetry",
  severity: "error",
  summary: "A Telemetry has access log filters in CEL, named tags, and one tracer",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach([TELEMETRY], (subject) => {
    for (const logging of items(get(subject.spec, "accessLogging"))) {
      const filter = get(logging, "filter");
      const expression = get(filter, "expression");
      const value = text(expression);
      if (isSet(filter) && isBlank(expression)) {
        subject.fail(filter, "the filter needs an expression", { part: "key" });
      }
      const problem = value ? findCelSyntaxProblem(value) : undefined;
      if (problem !== undefined) {
        subject.fail(expression, `the filter is no CEL expression: ${problem}`);
      }
    }
    const tracing = items(get(subject.spec, "tracing"));
    if (tracing.length > 1)
      subject.warn(tracing[1]!, "only the first entry of tracing is used; merge them");
    for (const tracer of tracing) {
      const providers = items(get(tracer, "providers"));
      if (providers.length > 1)
        subject.warn(providers[1]!, "only the first provider of tracing is used");
      for (const { key, field } of entries(get(tracer, "customTags"))) {
        if (key === "") subject.fail(field, "a tag needs a name", { part: "key" });
      }
    }
    for (const override of items(get(subject.spec, "metrics")).flatMap((metrics) =>
      items(get(metrics, "overrides")),
    )) {
      for (const { key, field } of entries(get(override, "tagOverrides"))) {
        if (key === "")
          subject.warn(field, "a tag without a name is never on a metric", { part: "key" });
        // An operation that is written out the schema judges
        if (!isSet(get(field, "operation")) && isBlank(get(field, "value")))
          subject.fail(field, `tag "${key}" needs a value, or operation REMOVE`, { part: "key" });
      }
    }
  }),
};
