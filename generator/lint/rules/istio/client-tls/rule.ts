import type { Rule } from "../../../../core/rule.ts";
import { get, isBlank, isFilled, isTrue, text, type Field } from "../../field.ts";
import { DESTINATION_RULE } from "../kinds.ts";
import { checkEach, type Subject } from "../../subject.ts";
import { everyPolicy } from "../traffic-policy.ts";

const CONFIG_MAP = "configmap://";

/** Source: ValidateTLS of istio/istio pkg/config/validation/agent. */
export const rule: Rule = {
  name: "istio/client-tls",
  severity: "error",
  summary:
    "The TLS settings of a DestinationRule name one source of certificates that fits their mode",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach([DESTINATION_RULE], (subject) => {
    for (const policy of everyPolicy(subject.spec)) checkTls(subject, get(policy, "tls"));
  }),
};

function checkTls(subject: Subject, tls: Field): void {
  const mode = get(tls, "mode").value ?? "DISABLE";
  const originates = mode === "SIMPLE" || mode === "MUTUAL";
  const credential = get(tls, "credentialName");
  checkConfigMap(subject, credential);
  if (isTrue(get(tls, "insecureSkipVerify")) && originates) {
    const unused = [
      "caCertificates",
      "subjectAltNames",
      ...(mode === "SIMPLE" ? ["credentialName"] : []),
    ].map((key) => get(tls, key));
    for (const field of unused.filter(
      (given) => isFilled(given) || (typeof given.value === "string" && !isBlank(given)),
    )) {
      subject.fail(
        field,
        `${field.path.at(-1)} contradicts insecureSkipVerify: true; keep one of them`,
        { part: "key" },
      );
    }
  }
  if (originates && !isBlank(credential)) {
    for (const key of ["clientCertificate", "privateKey", "caCertificates", "caCrl"]) {
      const file = get(tls, key);
      if (!isBlank(file))
        subject.fail(
          file,
          `${key} and credentialName exclude each other; keep the Secret or the files`,
          { part: "key" },
        );
    }
    return;
  }
  if (mode !== "MUTUAL") return;
  const missing = ["clientCertificate", "privateKey"].filter((key) => isBlank(get(tls, key)));
  if (missing.length === 0) return;
  subject.fail(
    tls,
    `mode MUTUAL needs ${missing.join(" and ")}, or a credentialName that names a Secret with both`,
    { part: "key" },
  );
}

function checkConfigMap(subject: Subject, credential: Field): void {
  const name = text(credential);
  if (name?.startsWith(CONFIG_MAP) !== true) return;
  const [namespace, config] = name.slice(CONFIG_MAP.length).split("/");
  if (!namespace || !config) {
    subject.fail(credential, `credentialName "${name}" should read configmap://<namespace>/<name>`);
  } else if (subject.namespace !== undefined && namespace !== subject.namespace) {
    subject.fail(
      credential,
      `credentialName "${name}" is of another namespace than the DestinationRule's, ${subject.namespace}`,
    );
  }
}
