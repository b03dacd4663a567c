import type { Rule } from "../../../../core/rule.ts";
import { entries, type Field, get, isSet } from "../../field.ts";
import { checkEach } from "../../subject.ts";
import { dataKeyFault } from "../references.ts";
import { MAX_DATA_SIZE, sizeOf } from "../data.ts";

/** Source: ValidateConfigMap of kubernetes pkg/apis/core/validation. */
export const rule: Rule = {
  name: "kubernetes/config-map",
  severity: "error",
  summary: "Keys and size of a ConfigMap are within bounds",
  scope: "file",
  check: checkEach(["ConfigMap"], (subject) => {
    const root: Field = { path: [], value: subject.resource.data };
    const data = get(root, "data");
    const binary = get(root, "binaryData");
    for (const { key, field } of [...entries(data), ...entries(binary)]) {
      const fault = key.includes("${") ? undefined : dataKeyFault(key);
      if (fault !== undefined) subject.report(field, `key "${key}" ${fault}`, { part: "key" });
    }
    for (const { key } of entries(data)) {
      if (isSet(get(binary, key)))
        subject.report(get(binary, key), `key "${key}" stands in data already`, { part: "key" });
    }
    const size = sizeOf(data) + sizeOf(binary, "base64");
    if (size > MAX_DATA_SIZE)
      subject.report(data, `the values have ${size} bytes; at most ${MAX_DATA_SIZE} are allowed`, {
        part: "key",
      });
  }),
};
