import type { Rule } from "../../../../core/rule.ts";
import { checkUnix, isUnix } from "../addresses.ts";
import { get, isBlank, isFilled, isSet, isTrue, items, text, type Field } from "../../field.ts";
import { SIDECAR } from "../kinds.ts";
import { isHttp, isTls } from "../protocols.ts";
import { checkServerTls } from "../server-tls.ts";
import { checkEach, type Subject } from "../../subject.ts";

const LOOPBACKS = new Set(["", "127.0.0.1", "0.0.0.0", "::1", "::"]);
const UNSUPPORTED = [
  "subjectAltNames",
  "httpsRedirect",
  "credentialName",
  "credentialNames",
  "tlsCertificates",
];

/** Source: ValidateSidecar of istio/istio pkg/config/validation. */
export const rule: Rule = {
  name: "istio/sidecar-ingress",
  severity: "error",
  summary: "An ingress listener of a Sidecar sends to the own pod, and opens TLS with files",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach([SIDECAR], (subject) => {
    for (const listener of items(get(subject.spec, "ingress"))) {
      if (!isSet(get(listener, "port"))) continue;
      checkEndpoint(subject, get(listener, "defaultEndpoint"));
      const protocol = get(listener, "port", "protocol");
      const known = isSet(protocol) ? text(protocol) : "";
      if (known === undefined) continue;
      checkTls(subject, get(listener, "tls"), known);
      const http = get(listener, "connectionPool", "http");
      if (isSet(http) && !isHttp(known)) {
        subject.warn(
          http,
          `http settings have no effect on a port of protocol ${known === "" ? "TCP" : known}; only those of tcp do`,
          { part: "key" },
        );
      }
    }
  }),
};

function checkEndpoint(subject: Subject, endpoint: Field): void {
  const value = text(endpoint);
  if (value === undefined || value === "") return;
  if (isUnix(value)) {
    const problem = checkUnix(value);
    if (problem !== undefined) subject.fail(endpoint, problem);
    return;
  }
  const [, bracketed, plain, port] = /^(?:\[([^\]]*)\]|([^:]*)):([^:]*)$/.exec(value) ?? [];
  const host = bracketed ?? plain;
  const numeric = Number(port);
  if (
    host !== undefined &&
    LOOPBACKS.has(host) &&
    /^\+?\d+$/.test(port!) &&
    numeric >= 1 &&
    numeric <= 65535
  )
    return;
  subject.fail(
    endpoint,
    `defaultEndpoint "${value}" is not of the own pod; use 127.0.0.1:<port>, 0.0.0.0:<port>, [::1]:<port>, [::]:<port> or unix:///path`,
  );
}

function checkTls(subject: Subject, tls: Field, protocol: string): void {
  if (!isSet(tls)) return;
  for (const field of UNSUPPORTED.map((key) => get(tls, key))) {
    const given =
      typeof field.value === "string" ? !isBlank(field) : isFilled(field) || isTrue(field);
    if (given)
      subject.fail(
        field,
        `${field.path.at(-1)} is not supported in a Sidecar; use serverCertificate and privateKey`,
        { part: "key" },
      );
  }
  const mode = get(tls, "mode");
  if (mode.value === "ISTIO_MUTUAL" || mode.value === "AUTO_PASSTHROUGH") {
    subject.fail(mode, `mode ${mode.value} cannot be used in a Sidecar; use SIMPLE or MUTUAL`);
  }
  if (!isTls(protocol)) {
    const now = protocol === "" ? "without a protocol" : `of protocol ${protocol}`;
    subject.fail(tls, `a port ${now} cannot have tls settings; use protocol HTTPS or TLS`, {
      part: "key",
    });
  }
  checkServerTls(subject, tls);
}
