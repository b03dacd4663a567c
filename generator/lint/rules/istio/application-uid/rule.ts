import type { Rule } from "../../../../core/rule.ts";
import { get, items, number, text } from "../../field.ts";
import { isOfIstio } from "../service-ports.ts";
import { checkEach } from "../../subject.ts";

const PROXY_UID = 1337;
const PROXY_CONTAINERS = ["istio-proxy", "istio-operator"];

/** Source: the analyzer deployment.ApplicationUIDAnalyzer of istio/istio. */
export const rule: Rule = {
  name: "istio/application-uid",
  severity: "warning",
  summary: "No application runs as user 1337, whose traffic goes around the sidecar",
  aliases: ["IST0144"],
  scope: "file",
  check: checkEach(["Pod", "Deployment.apps"], (subject) => {
    if (isOfIstio(subject)) return;
    const pod =
      subject.resource.id.kind === "Pod" ? subject.spec : get(subject.spec, "template", "spec");
    const own = items(get(pod, "containers")).filter(
      (container) => !PROXY_CONTAINERS.includes(text(get(container, "name")) ?? ""),
    );
    const users = [pod, ...own]
      .map((holder) => get(holder, "securityContext", "runAsUser"))
      .filter((user) => number(user) === PROXY_UID);
    const related = users
      .slice(1)
      .map((user) => ({ message: "and here", at: subject.resource.locate(user.path) }));
    if (users.length === 0) return;
    subject.report(
      users[0]!,
      `user ${PROXY_UID} is the sidecar's: traffic of the application would not be captured; use another`,
      { related },
    );
  }),
};
