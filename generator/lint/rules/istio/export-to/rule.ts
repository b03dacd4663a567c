import type { Rule } from "../../../../core/rule.ts";
import { groupKindOf } from "../../../../core/resource.ts";
import { get, hasAny, texts } from "../../field.ts";
import { isLabel } from "../hosts.ts";
import { DESTINATION_RULE, SERVICE_ENTRY, VIRTUAL_SERVICE } from "../kinds.ts";
import { checkEach, type Subject } from "../../subject.ts";

/** Source: validateExportTo of istio/istio pkg/config/validation. */
export const rule: Rule = {
  name: "istio/export-to",
  severity: "error",
  summary: "exportTo lists namespaces once each, or one of the words for none, all and its own",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach([VIRTUAL_SERVICE, DESTINATION_RULE, SERVICE_ENTRY], (subject) => {
    const list = texts(get(subject.spec, "exportTo"));
    const takesNone = groupKindOf(subject.resource.id) === SERVICE_ENTRY;
    const seen = new Map<string, string>();
    for (const { value, field } of list) {
      const namespace = value === "." ? (subject.namespace ?? ".") : value;
      const earlier = seen.get(namespace);
      if (earlier !== undefined) {
        subject.fail(
          field,
          earlier === value
            ? `"${value}" is listed twice`
            : `"${value}" and "${earlier}" are the same namespace`,
        );
      } else if (value === "~" && !takesNone) {
        subject.fail(field, `"~" (nobody) is only for ServiceEntry; use "." for the own namespace`);
      } else if (!["*", ".", "~"].includes(value) && !isLabel(value)) {
        subject.fail(field, `"${value}" is not a namespace, "*" (all) or "." (the own one)`);
      }
      seen.set(namespace, value);
    }
    for (const { value, field } of list) {
      if (list.length < 2 || (value !== "*" && !(value === "~" && takesNone))) continue;
      subject.fail(
        field,
        `"${value}" (${value === "*" ? "all" : "nobody"}) cannot stand beside other entries`,
      );
      break;
    }
    checkSelected(subject, [...seen.keys()]);
  }),
};

/** A DestinationRule for some workloads works in their namespace only. */
function checkSelected(subject: Subject, namespaces: readonly string[]): void {
  if (
    groupKindOf(subject.resource.id) !== DESTINATION_RULE ||
    !hasAny(subject.spec, "workloadSelector") ||
    namespaces.length === 0
  )
    return;
  const own = subject.namespace ?? ".";
  if (namespaces.length === 1 && namespaces[0] === own) return;
  // Without a namespace in the file, a single name can be the own one
  if (subject.namespace === undefined && namespaces.length === 1 && isLabel(namespaces[0]!)) return;
  subject.fail(
    get(subject.spec, "exportTo"),
    'a DestinationRule with a workloadSelector can only be exported to its own namespace, ["."]',
    {
      part: "key",
    },
  );
}
