import type { Rule } from "../../../../core/rule.ts";
import { get, hasAny, isBlank, isSet, items, number, text, type Field } from "../../field.ts";
import { DESTINATION_RULE } from "../kinds.ts";
import { checkEach, type Subject } from "../../subject.ts";
import { everyPolicy } from "../traffic-policy.ts";

/** The first size that Envoy's Maglev does not take. */
const MAGLEV_LIMIT = 5000011;

/** Source: validateLoadBalancer of istio/istio pkg/config/validation. */
export const rule: Rule = {
  name: "istio/load-balancer",
  severity: "error",
  summary:
    "A load balancer's hash, cookie and warm-up settings are complete and do not contradict each other",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach([DESTINATION_RULE], (subject) => {
    for (const balancer of everyPolicy(subject.spec).map((policy) => get(policy, "loadBalancer"))) {
      checkHash(subject, get(balancer, "consistentHash"));
      const zoneAware = get(balancer, "zoneAwareLbSetting");
      if (isSet(zoneAware) && hasAny(balancer, "localityLbSetting")) {
        subject.fail(
          zoneAware,
          "zoneAwareLbSetting and localityLbSetting exclude each other; keep one",
          { part: "key" },
        );
      }
      const aggression = get(balancer, "warmup", "aggression");
      if (number(aggression) === 0)
        subject.fail(aggression, "aggression 0 never sends traffic; use a number above 0");
    }
  }),
};

function checkHash(subject: Subject, hash: Field): void {
  const cookie = get(hash, "httpCookie");
  if (get(cookie, "name").value === "")
    subject.fail(get(cookie, "name"), "the cookie needs a name");
  const names = new Set<string>();
  for (const attribute of items(get(cookie, "attributes"))) {
    const name = text(get(attribute, "name"));
    if (name === "") subject.fail(get(attribute, "name"), "the cookie's attribute needs a name");
    else if (name !== undefined && names.has(name))
      subject.fail(get(attribute, "name"), `cookie attribute "${name}" is set twice`);
    if (name !== undefined) names.add(name);
  }
  checkRing(subject, hash);
  const size = get(hash, "maglev", "tableSize");
  const value = isSet(get(hash, "maglev")) && isBlank(size) ? 0 : number(size);
  if (value === undefined) return;
  if (value === 0)
    subject.fail(
      isSet(size) ? size : get(hash, "maglev"),
      "maglev needs a tableSize, a prime number such as 65537",
    );
  else if (value >= MAGLEV_LIMIT)
    subject.fail(size, `tableSize ${value} is not below ${MAGLEV_LIMIT}`);
  else if (!isPrime(value))
    subject.fail(size, `tableSize ${value} is not a prime number; 65537 is one`);
}

function checkRing(subject: Subject, hash: Field): void {
  const size = get(hash, "minimumRingSize");
  if (!isSet(size) || number(size) === 0) return;
  subject.warn(size, "minimumRingSize is deprecated here; move it into ringHash", { part: "key" });
  const other = ["ringHash", "maglev"].find((key) => hasAny(hash, key));
  if (other !== undefined)
    subject.fail(size, `minimumRingSize and ${other} exclude each other; keep ${other}`, {
      part: "key",
    });
}

/** Istio takes 1 for a prime number. */
function isPrime(value: number): boolean {
  if (value < 4) return value > 0;
  for (let factor = 2; factor * factor <= value; factor++) if (value % factor === 0) return false;
  return true;
}
