import { get, isBlank, isFilled, isSet, items, text, texts, type Field } from "../field.ts";
import type { Subject } from "../subject.ts";

// What may stand in a ServerTLSSettings: validateTLSOptions of istio/istio pkg/config/validation.

/** The cipher suites of pkg/config/security of istio/istio, which are those of BoringSSL without PSK. */
const CIPHERS = new Set([
  "ECDHE-ECDSA-AES128-GCM-SHA256",
  "ECDHE-RSA-AES128-GCM-SHA256",
  "ECDHE-ECDSA-AES256-GCM-SHA384",
  "ECDHE-RSA-AES256-GCM-SHA384",

  "ECDHE-ECDSA-CHACHA20-POLY1305",
  "ECDHE-RSA-CHACHA20-POLY1305",
  "ECDHE-ECDSA-AES128-SHA",
  "ECDHE-RSA-AES128-SHA",

  "ECDHE-ECDSA-AES256-SHA",
  "ECDHE-RSA-AES256-SHA",
  "AES128-GCM-SHA256",
  "AES256-GCM-SHA384",
  "AES128-SHA",
  "AES256-SHA",
  "DES-CBC3-SHA",
  "ALL",
  "",
]);
const CERTIFICATE_FIELDS = [
  "serverCertificate",
  "privateKey",
  "caCertificates",
  "tlsCertificates",
  "credentialName",
  "credentialNames",
];
const OWN_CERTIFICATE = new Set(["SIMPLE", "MUTUAL", "OPTIONAL_MUTUAL"]);

/** @returns whether TLS goes through to the workload unopened */
export function isPassthrough(tls: Field): boolean {
  const mode = get(tls, "mode").value ?? "PASSTHROUGH";
  return mode === "PASSTHROUGH" || mode === "AUTO_PASSTHROUGH";
}

/** Reports certificates that contradict the mode, and warns of cipher suites that are ignored. */
export function checkServerTls(subject: Subject, tls: Field): void {
  if (!isSet(tls)) return;
  checkCiphers(subject, tls);
  const mode = get(tls, "mode").value ?? "PASSTHROUGH";
  if (mode === "ISTIO_MUTUAL") {
    for (const field of CERTIFICATE_FIELDS.map((key) => get(tls, key)).filter(isGiven)) {
      subject.fail(
        field,
        `${field.path.at(-1)} cannot be set with mode ISTIO_MUTUAL, which uses the mesh's own certificates`,
        { part: "key" },
      );
    }
    return;
  }
  const given = [...CERTIFICATE_FIELDS, "caCrl"].map((key) => get(tls, key)).filter(isGiven);
  if (isPassthrough(tls) && given.length > 0) {
    const names = given.map((field) => field.path.at(-1)).join(", ");
    subject.warn(given[0]!, `${names} is ignored: in mode ${mode} the workload itself ends TLS`, {
      part: "key",
    });
  }
  checkSources(subject, tls);
  const credential = isGiven(get(tls, "credentialName")) || isGiven(get(tls, "credentialNames"));
  if (typeof mode !== "string" || (OWN_CERTIFICATE.has(mode) && credential)) return;
  if (OWN_CERTIFICATE.has(mode)) checkFiles(subject, tls, mode);
  checkRevocation(subject, tls, mode);
}

function isGiven(field: Field): boolean {
  return Array.isArray(field.value) ? isFilled(field) : !isBlank(field);
}

/** The schema says that credentialNames excludes credentialName and tlsCertificates; the other pairs are left for here. */
function checkSources(subject: Subject, tls: Field): void {
  if (!isGiven(get(tls, "serverCertificate")) || !isGiven(get(tls, "privateKey"))) {
    if (isGiven(get(tls, "credentialName")) && isGiven(get(tls, "tlsCertificates")))
      subject.fail(
        get(tls, "tlsCertificates"),
        "tlsCertificates and credentialName are both set; keep one source of the certificate",
        { part: "key" },
      );
    return;
  }
  const other = ["credentialName", "credentialNames", "tlsCertificates"]
    .map((key) => get(tls, key))
    .find(isGiven);
  if (other === undefined) return;
  subject.fail(
    other,
    `${other.path.at(-1)} and serverCertificate with privateKey are both set; keep one source of the certificate`,
    {
      part: "key",
    },
  );
}

function checkFiles(subject: Subject, tls: Field, mode: string): void {
  const list = get(tls, "tlsCertificates");
  for (const certificate of isFilled(list) ? items(list) : [tls]) {
    const keys = [
      "serverCertificate",
      "privateKey",
      ...(mode === "SIMPLE" || certificate !== tls ? [] : ["caCertificates"]),
    ];
    const missing = keys.filter((key) => isBlank(get(certificate, key)));
    if (missing.length === 0) continue;
    const message = `mode ${mode} needs ${missing.join(" and ")}, or a credentialName that names a Secret with the certificate`;
    subject.fail(certificate, message, { part: "key" });
  }
  if (mode !== "SIMPLE" && isFilled(list) && isBlank(get(tls, "caCertificates"))) {
    subject.fail(tls, `mode ${mode} needs caCertificates to check clients with`, { part: "key" });
  }
}

function checkRevocation(subject: Subject, tls: Field, mode: string): void {
  const list = get(tls, "caCrl");
  if (isBlank(list)) return;
  if (!isBlank(get(tls, "credentialName"))) {
    subject.fail(
      list,
      "caCrl cannot be set with credentialName; put the revocation list into the Secret as ca.crl",
      { part: "key" },
    );
  }
  if (mode === "SIMPLE")
    subject.fail(
      list,
      "caCrl has no use in mode SIMPLE, which checks no client; use MUTUAL or remove it",
      { part: "key" },
    );
}

function checkCiphers(subject: Subject, tls: Field): void {
  const suites = get(tls, "cipherSuites");
  const oldest = text(get(tls, "minProtocolVersion"));
  if ((oldest === "TLSV1_0" || oldest === "TLSV1_1") && !isFilled(suites)) {
    subject.warn(
      get(tls, "minProtocolVersion"),
      `minProtocolVersion ${oldest} needs cipherSuites that old clients know; the defaults have none`,
    );
  }
  const seen = new Set<string>();
  for (const { value, field } of texts(suites)) {
    // Go takes what begins with another character, such as "-ALL" or "[a|b]", for an expression
    if (/^[\p{L}\p{N}]/u.test(value) && !CIPHERS.has(value)) {
      subject.warn(
        field,
        `cipher suite "${value}" is not known and is ignored; an example of a known one is ECDHE-RSA-AES128-GCM-SHA256`,
      );
    } else if (seen.has(value)) subject.warn(field, `cipher suite "${value}" is listed twice`);
    seen.add(value);
  }
}
