import type { Rule } from "../../../../core/rule.ts";
import { get, isFilled, items, texts, type Field } from "../../field.ts";
import { checkListedHost, isLabel } from "../hosts.ts";
import { SIDECAR } from "../kinds.ts";
import { checkEach, type Subject } from "../../subject.ts";

/** Source: ValidateSidecar and ValidateNamespaceSlashWildcardHostname of istio/istio pkg/config/validation. */
export const rule: Rule = {
  name: "istio/sidecar-egress",
  severity: "error",
  summary: "The egress hosts of a Sidecar read <namespace>/<host>, each once",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach([SIDECAR], (subject) => {
    for (const listener of items(get(subject.spec, "egress"))) {
      const hosts = get(listener, "hosts");
      if (Array.isArray(hosts.value) && !isFilled(hosts))
        subject.fail(hosts, 'the listener needs at least one host; "*/*" means any');
      for (const { value, field } of texts(hosts)) {
        const problem = checkHost(value);
        if (problem !== undefined) subject.fail(field, `egress host "${value}" ${problem}`);
      }
      checkDuplicates(subject, hosts);
    }
  }),
};

function checkHost(host: string): string | undefined {
  const slash = host.indexOf("/");
  if (slash < 0) return "should read <namespace>/<host>, as in */example.com";
  const namespace = host.slice(0, slash).replace(/^~/, "");
  if (slash === 0) return 'has no namespace before the slash; "*" means any';
  if (!["", "*", "."].includes(namespace) && !isLabel(namespace))
    return `has "${namespace}" as namespace, which is not a DNS label`;
  const problem = checkListedHost(host.slice(slash + 1), false);
  return problem === undefined ? undefined : `cannot be reached: ${problem}`;
}

function checkDuplicates(subject: Subject, hosts: Field): void {
  const seen = new Map<string, Map<string, string>>();
  for (const { value, field } of texts(hosts)) {
    const slash = value.indexOf("/");
    if (slash < 0 || value.startsWith("~")) continue;
    const said = value.slice(0, slash);
    const namespace = said === "." ? (subject.namespace ?? ".") : said;
    const host = value.slice(slash + 1);
    const names = seen.get(namespace) ?? new Map<string, string>();
    const earlier = names.get(host) ?? names.get("*");
    const [covered] = names.values();
    if (earlier !== undefined)
      subject.warn(
        field,
        `egress host "${value}" is ${earlier === value ? "listed already" : `covered by "${earlier}" already`}`,
      );
    else if (host === "*" && covered !== undefined)
      subject.warn(field, `egress host "${value}" covers "${covered}" too; remove that one`);
    seen.set(namespace, names.set(host, value));
  }
  if (seen.get("*")?.has("*") === true && seen.size > 1) {
    subject.warn(hosts, '"*/*" already selects every host; remove the others', { part: "key" });
  }
}
