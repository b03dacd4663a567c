import type { Rule } from "../../../../core/rule.ts";
import { get, isFilled, items, texts } from "../../field.ts";
import { checkListedHost, isLabel } from "../hosts.ts";
import { GATEWAY } from "../kinds.ts";
import { checkEach } from "../../subject.ts";

/** istiod gives it to what it makes of a Gateway of the Gateway API, where `~` stands for no namespace at all. */
const CONVERTED = "internal.istio.io/gateway-semantics";

/** Source: ValidateNamespaceSlashWildcardHostname of istio/istio pkg/config/validation/agent. */
export const rule: Rule = {
  name: "istio/gateway-hosts",
  severity: "error",
  summary:
    "The hosts of a Gateway's servers are domain names, with a wildcard only as the first label",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach([GATEWAY], (subject) => {
    const annotations = get(subject.metadata, "annotations");
    const isConverted = get(annotations, CONVERTED).value === "gateway";
    for (const server of items(get(subject.spec, "servers"))) {
      const hosts = get(server, "hosts");
      if (Array.isArray(hosts.value) && !isFilled(hosts))
        subject.fail(hosts, `the server needs at least one host; "*" means any`);
      for (const { value, field } of texts(hosts)) {
        const problem = checkHost(value, isConverted);
        if (problem !== undefined)
          subject.fail(field, `host "${value}" cannot be served: ${problem}`);
      }
    }
  }),
};

function checkHost(host: string, isConverted: boolean): string | undefined {
  const slash = host.indexOf("/");
  if (slash < 0) return checkListedHost(host, true);
  const namespace = host.slice(0, slash);
  const words = isConverted ? ["*", ".", "~"] : ["*", "."];
  if (!words.includes(namespace) && !isLabel(namespace)) {
    return `"${namespace}" before the slash is not a namespace, "." or "*"`;
  }
  return checkListedHost(host.slice(slash + 1), true);
}
