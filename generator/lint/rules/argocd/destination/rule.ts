import type { Rule } from "../../../../core/rule.ts";
import { get, isBlank, isSet } from "../../field.ts";
import { checkEach } from "../../subject.ts";
import { APPLICATION, APPLICATION_SET, applicationSpec, isOverlaid } from "../kinds.ts";

/** Source: GetDestinationCluster of argoproj/argo-cd util/argo. */
export const rule: Rule = {
  name: "argocd/destination",
  severity: "error",
  summary: "An Application's destination names its cluster once, by server or by name",
  scope: "file",
  check: checkEach([APPLICATION, APPLICATION_SET], (subject) => {
    const destination = get(applicationSpec(subject.resource), "destination");
    if (!isSet(destination) || isOverlaid(subject.resource)) return;
    const byServer = !isBlank(get(destination, "server"));
    const byName = !isBlank(get(destination, "name"));
    if (byServer && byName)
      subject.fail(get(destination, "name"), "server and name exclude each other; take one out");
    if (!byServer && !byName)
      subject.fail(
        destination,
        "the destination names no cluster; set server, https://kubernetes.default.svc for Argo CD's own, or name",
      );
  }),
};
