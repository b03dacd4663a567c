import { asText } from "../../../../core/json.ts";
import type { Rule } from "../../../../core/rule.ts";
import { serviceLabelFault, subdomainFault } from "../../../../schema/names.ts";
import { get, isBlank, isSet, isTrue } from "../../field.ts";
import { checkEach, type Subject } from "../../subject.ts";
import { checkName, checkPresent, checkRange, isObject, word } from "../checks.ts";

/** Source: ValidateAPIService of kube-aggregator pkg/apis/apiregistration/validation. */
export const rule: Rule = {
  name: "kubernetes/api-service",
  severity: "error",
  summary: "An APIService is named after its version and group, and says which Service answers",
  scope: "file",
  check: checkEach(["APIService.apiregistration.k8s.io"], (subject) => {
    const { spec } = subject;
    checkIdentity(subject);
    checkRange(subject, get(spec, "groupPriorityMinimum"), 1, 20_000);
    checkRange(subject, get(spec, "versionPriority"), 1, 1000);
    checkService(subject);
  }),
};

function checkIdentity(subject: Subject): void {
  const name = get(subject.metadata, "name");
  const group = get(subject.spec, "group");
  const version = get(subject.spec, "version");
  checkPresent(subject, version, "an APIService needs spec.version");
  checkName(subject, version, serviceLabelFault);
  checkName(subject, group, subdomainFault);
  if (isBlank(group) && word(version) !== "v1")
    subject.report(group, "an APIService needs spec.group", { part: "key" });
  const parts = [word(version), word(group), word(name)];
  if (parts.some((part) => part === undefined || part === "")) return;
  const wanted = `${word(version)}.${word(group)}`;
  if (word(name) !== wanted)
    subject.report(name, `name "${word(name)}" must be "${wanted}", the version and the group`);
}

/** Without a Service the API server answers itself, and has no certificate to check. */
function checkService(subject: Subject): void {
  const { spec } = subject;
  const service = get(spec, "service");
  const bundle = get(spec, "caBundle");
  const insecure = get(spec, "insecureSkipTLSVerify");
  if (!isSet(service)) {
    for (const extra of [bundle, insecure])
      if (!isBlank(extra) && extra.value !== false)
        subject.report(extra, `${asText(extra.path.at(-1))} needs service`, { part: "key" });
    return;
  }
  if (!isObject(service)) return;
  for (const key of ["name", "namespace"])
    checkPresent(subject, get(service, key), `service needs ${key}`);
  checkRange(subject, get(service, "port"), 1, 65_535);
  if (isTrue(insecure) && !isBlank(bundle))
    subject.report(insecure, "insecureSkipTLSVerify and caBundle exclude each other; keep one");
}
