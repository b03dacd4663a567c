import { overlap, parsePoolRange, type Range } from "../../../../core/ip.ts";
import type { Resource } from "../../../../core/resource.ts";
import type { Rule } from "../../../../core/rule.ts";
import { type Field, get, texts } from "../../field.ts";
import { IP_ADDRESS_POOL } from "../kinds.ts";

/** Source: poolsFor of metallb/metallb internal/config. */
export const rule: Rule = {
  name: "metallb/pool-overlap",
  severity: "error",
  summary: "No address stands in two pools, or twice in one",
  scope: "build",
  check(context) {
    const taken: { range: Range; text: string; pool: Resource; field: Field }[] = [];
    for (const pool of context.resources(IP_ADDRESS_POOL)) {
      for (const { value, field } of texts(
        get({ path: [], value: pool.data }, "spec", "addresses"),
      )) {
        const range = parsePoolRange(value);
        if (typeof range === "string") continue;
        const other = taken.find((earlier) => overlap(earlier.range, range));
        if (other) {
          const where = other.pool === pool ? "of this pool" : `of pool "${other.pool.id.name}"`;
          context.report({
            resource: pool,
            path: field.path,
            message: `"${value}" overlaps with "${other.text}" ${where}; MetalLB refuses the whole configuration, give each address to one pool`,
            related: [{ message: "the other addresses", at: other.pool.locate(other.field.path) }],
          });
        }
        taken.push({ range, text: value, pool, field });
      }
    }
  },
};
