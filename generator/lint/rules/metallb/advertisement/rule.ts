import { asText } from "../../../../core/json.ts";
import type { Rule } from "../../../../core/rule.ts";
import { get, items, number } from "../../field.ts";
import { checkEach } from "../../subject.ts";
import { checkSelector } from "../../selectors.ts";
import { checkSelectors, findRepeated } from "../duplicates.ts";
import { BGP_ADVERTISEMENT, L2_ADVERTISEMENT } from "../kinds.ts";

const LISTS = ["ipAddressPools", "communities", "peers"];
const SELECTORS = ["ipAddressPoolSelectors", "nodeSelectors", "serviceSelectors"];

/** Source: l2AdvertisementFromCR and bgpAdvertisementFromCR of metallb/metallb internal/config. */
export const rule: Rule = {
  name: "metallb/advertisement",
  severity: "error",
  summary:
    "An advertisement names each pool, peer, community and selector once; its aggregation lengths exist",
  scope: "file",
  check: checkEach([L2_ADVERTISEMENT, BGP_ADVERTISEMENT], (subject) => {
    const { spec } = subject;
    const problems = [
      ...LISTS.flatMap((key) => findRepeated(get(spec, key))),
      ...SELECTORS.flatMap((key) => checkSelectors(get(spec, key))),
    ];
    const preferred = items(get(spec, "preferredNodeSelectors")).flatMap((each) =>
      checkSelector(get(each, "preference")),
    );
    for (const { field, message } of [...problems, ...preferred]) subject.fail(field, message);
    const preference = get(spec, "localPref");
    if ((number(preference) ?? 0) < 0)
      subject.fail(
        preference,
        `localPref ${asText(preference.value)} is negative; it is 0 or more`,
      );
    const v4 = get(spec, "aggregationLength");
    if ((number(v4) ?? 0) > 32)
      subject.fail(v4, `an IPv4 prefix has at most 32 bits, not ${asText(v4.value)}`);
    const v6 = get(spec, "aggregationLengthV6");
    if ((number(v6) ?? 0) > 128)
      subject.fail(v6, `an IPv6 prefix has at most 128 bits, not ${asText(v6.value)}`);
  }),
};
