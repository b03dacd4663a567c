import { asText } from "../../../../core/json.ts";
import type { Rule } from "../../../../core/rule.ts";
import { entries, type Field, get, isSet, isTrue, items } from "../../field.ts";
import type { Subject } from "../../subject.ts";
import { checkChoice, checkFilled, checkName, checkRange, checkUnique, word } from "../checks.ts";
import { checkPods, containersIn } from "../pods.ts";
import { relativePathFault } from "../references.ts";

const MAX_ID = 2_147_483_647;
const APPARMOR = "container.apparmor.security.beta.kubernetes.io/";
const APPARMOR_PROFILE = /^(runtime\/default$|unconfined$|localhost\/)/;
const SECCOMP_POD = "seccomp.security.alpha.kubernetes.io/pod";
const SECCOMP = "container.seccomp.security.alpha.kubernetes.io/";
const SECCOMP_PROFILE = /^(runtime\/default$|docker\/default$|unconfined$|localhost\/)/;

/** Source: ValidateSecurityContext and validatePodSpecSecurityContext of kubernetes pkg/apis/core/validation. */
export const rule: Rule = {
  name: "kubernetes/security-context",
  severity: "error",
  summary: "The settings of a security context are valid and do not contradict each other",
  scope: "file",
  check: checkPods(({ metadata, spec, subject }) => {
    checkAnnotations(subject, get(metadata, "annotations"), spec);
    checkHostProcess(subject, spec);
    const context = get(spec, "securityContext");
    checkIds(subject, context);
    checkRange(subject, get(context, "fsGroup"), 0, MAX_ID);
    for (const group of items(get(context, "supplementalGroups")))
      checkRange(subject, group, 0, MAX_ID);
    checkChoice(subject, get(context, "fsGroupChangePolicy"), ["Always", "OnRootMismatch"]);
    checkChoice(subject, get(context, "supplementalGroupsPolicy"), ["Merge", "Strict"]);
    checkChoice(subject, get(context, "seLinuxChangePolicy"), ["MountOption", "Recursive"]);
    const sysctls = items(get(context, "sysctls")).map((sysctl) => get(sysctl, "name"));
    checkFilled(subject, ...sysctls);
    for (const name of sysctls) {
      checkName(subject, name, sysctlFault);
      if (isTrue(get(spec, "hostNetwork")) && /^net[./]/.test(word(name) ?? ""))
        subject.report(
          name,
          `sysctl "${word(name)}" is the node's own with hostNetwork: true; remove one of the two`,
        );
    }
    checkUnique(subject, sysctls, "sysctl");
    for (const { field } of containersIn(spec)) {
      checkContainer(subject, get(field, "securityContext"));
      const mount = get(field, "securityContext", "procMount");
      if (mount.value === "Unmasked" && get(spec, "hostUsers").value !== false)
        subject.report(mount, "procMount Unmasked needs hostUsers: false");
    }
  }),
};

/** Profiles as they were told before security contexts had fields for them. */
function checkAnnotations(subject: Subject, annotations: Field, spec: Field): void {
  for (const { key, field } of entries(annotations)) {
    const given = word(field);
    if (given === undefined) continue;
    if (key === SECCOMP_POD || key.startsWith(SECCOMP))
      checkAnnotated(subject, field, SECCOMP_PROFILE);
    if (!key.startsWith(APPARMOR)) continue;
    if (given !== "") checkAnnotated(subject, field, APPARMOR_PROFILE);
    const names = containersIn(spec).map((container) => word(get(container.field, "name")));
    const name = key.slice(APPARMOR.length);
    if (!names.includes(undefined) && !names.includes(name))
      subject.report(field, `the Pod has no container "${name}"`, { part: "key" });
  }
}

/** Windows containers that run on the node itself: all of a Pod do, in the node's network. */
function checkHostProcess(subject: Subject, spec: Field): void {
  const option = ["securityContext", "windowsOptions", "hostProcess"];
  const whole = get(spec, ...option);
  const own = containersIn(spec).map(({ field }) => get(field, ...option));
  for (const each of own)
    if (isSet(each) && isSet(whole) && each.value !== whole.value)
      subject.report(each, "hostProcess differs from that of the Pod");
  const set = own.map((each) => isTrue(isSet(each) ? each : whole));
  if (!set.includes(true)) return;
  const place = own.find(isTrue) ?? whole;
  if (set.includes(false))
    subject.report(place, "either all containers of a Pod are hostProcess containers or none");
  if (!isTrue(get(spec, "hostNetwork")))
    subject.report(place, "hostProcess needs hostNetwork: true");
}

function checkAnnotated(subject: Subject, field: Field, profile: RegExp): void {
  if (!profile.test(asText(field.value)))
    subject.report(
      field,
      `"${asText(field.value)}" is no profile; write runtime/default, unconfined or localhost/<name>`,
    );
}

function checkContainer(subject: Subject, context: Field): void {
  checkIds(subject, context);
  checkChoice(subject, get(context, "procMount"), ["Default", "Unmasked"]);
  const escalation = get(context, "allowPrivilegeEscalation");
  if (escalation.value !== false) return;
  if (isTrue(get(context, "privileged")))
    subject.report(escalation, "allowPrivilegeEscalation: false contradicts privileged: true");
  const added = items(get(context, "capabilities", "add"));
  const admin = added.find((capability) => capability.value === "CAP_SYS_ADMIN");
  if (admin) subject.report(admin, "CAP_SYS_ADMIN contradicts allowPrivilegeEscalation: false");
}

function checkIds(subject: Subject, context: Field): void {
  for (const key of ["runAsUser", "runAsGroup"]) checkRange(subject, get(context, key), 0, MAX_ID);
  for (const key of ["seccompProfile", "appArmorProfile"])
    checkProfile(subject, get(context, key), key);
}

function checkProfile(subject: Subject, profile: Field, key: string): void {
  if (!isSet(profile)) return;
  const type = get(profile, "type");
  checkFilled(subject, type);
  checkChoice(subject, type, ["Localhost", "RuntimeDefault", "Unconfined"]);
  const local = get(profile, "localhostProfile");
  if (type.value === "Localhost") {
    if (!isSet(local))
      subject.report(profile, `${key} of type Localhost needs localhostProfile`, { part: "key" });
    if (key === "seccompProfile") checkName(subject, local, relativePathFault);
  } else if (isSet(local) && typeof type.value === "string") {
    subject.report(local, `localhostProfile is for type Localhost, not "${type.value}"`, {
      part: "key",
    });
  }
}

function sysctlFault(name: string): string | undefined {
  const segment = "[a-z0-9](?:[-_a-z0-9]*[a-z0-9])?";
  return name.length <= 253 && new RegExp(`^(?:${segment}[./])*${segment}$`).test(name)
    ? undefined
    : "is no name such as net.core.somaxconn";
}
