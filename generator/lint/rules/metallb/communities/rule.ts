import type { Rule } from "../../../../core/rule.ts";
import { get, items, text, texts } from "../../field.ts";
import { BGP_ADVERTISEMENT, COMMUNITY } from "../kinds.ts";
import { specOf } from "../world.ts";

/** Source: communitiesFromCrs and getCommunityValue of metallb/metallb internal/config, and internal/bgp/community. */
export const rule: Rule = {
  name: "metallb/communities",
  severity: "error",
  summary:
    "A BGP community is number:number, large:number:number:number, or an alias that one Community defines",
  scope: "build",
  check(context) {
    const aliases = new Set<string>();
    for (const community of context.resources(COMMUNITY)) {
      for (const alias of items(get(specOf(community), "communities"))) {
        const name = get(alias, "name");
        const value = get(alias, "value");
        const problem = checkCommunity(text(value) ?? "");
        if (problem) context.report({ resource: community, path: value.path, message: problem });
        const key = text(name) ?? "";
        if (aliases.has(key))
          context.report({
            resource: community,
            path: name.path,
            message: `community "${key}" is defined already; MetalLB refuses the whole configuration`,
          });
        aliases.add(key);
      }
    }
    for (const advertisement of context.resources(BGP_ADVERTISEMENT)) {
      for (const { value, field } of texts(get(specOf(advertisement), "communities"))) {
        if (aliases.has(value)) continue;
        const problem = checkCommunity(value);
        if (
          !problem ||
          (!value.includes(":") &&
            (context.partial ||
              context.external({
                kind: COMMUNITY,
                namespace: advertisement.id.namespace,
                name: value,
              })))
        )
          continue;
        const message = value.includes(":")
          ? problem
          : `no Community defines "${value}"; define it, or write the number such as "64512:100"`;
        context.report({ resource: advertisement, path: field.path, message });
      }
    }
  },
};

function checkCommunity(value: string): string | undefined {
  const parts = value.split(":");
  const large = parts.length === 4 && parts[0] === "large";
  if (parts.length !== 2 && !large)
    return `"${value}" is no community; write "number:number" or "large:number:number:number"`;
  const limit = large ? 0xffffffff : 0xffff;
  const wrong = parts
    .slice(large ? 1 : 0)
    .find((part) => !/^\d+$/.test(part) || Number(part) > limit);
  return wrong === undefined
    ? undefined
    : `"${wrong}" in community "${value}" is no number from 0 to ${limit}`;
}
