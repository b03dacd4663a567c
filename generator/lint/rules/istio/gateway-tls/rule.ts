import type { Rule } from "../../../../core/rule.ts";
import { get, isBlank, isSet, isTrue, items, number, text, type Field } from "../../field.ts";
import { GATEWAY } from "../kinds.ts";
import { isHttp, isProtocol, isTls } from "../protocols.ts";
import { checkServerTls, isPassthrough } from "../server-tls.ts";
import { checkEach, type Subject } from "../../subject.ts";

/** Source: validateServer and validateTLSOptions of istio/istio pkg/config/validation. */
export const rule: Rule = {
  name: "istio/gateway-tls",
  severity: "error",
  summary:
    "A Gateway's server has TLS settings that fit its protocol and name exactly one certificate",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach([GATEWAY], (subject) => {
    for (const server of items(get(subject.spec, "servers"))) {
      const tls = get(server, "tls");
      checkServerTls(subject, tls);
      checkProtocol(subject, server, tls);
    }
  }),
};

function checkProtocol(subject: Subject, server: Field, tls: Field): void {
  const port = get(server, "port");
  const protocol = text(get(port, "protocol"));
  if (protocol === undefined) return;
  if (!isHttp(protocol) && isTrue(get(tls, "httpsRedirect"))) {
    subject.warn(
      get(tls, "httpsRedirect"),
      `httpsRedirect has no effect on a server of protocol ${protocol}; it belongs to an HTTP server`,
      {
        part: "key",
      },
    );
  }
  // Upstream looks no further while the port itself is wrong; istio/gateway-servers reports that.
  if (!isProtocol(protocol) || isBlank(get(port, "name")) || number(get(port, "targetPort")))
    return;
  if (isTls(protocol)) {
    if (!isSet(tls)) {
      subject.fail(
        server,
        `a server of protocol ${protocol} needs tls settings; add tls with a mode and a credentialName, or mode PASSTHROUGH`,
      );
    }
    return;
  }
  if (!isSet(tls)) return;
  const files = ["caCertificates", "privateKey", "serverCertificate"].some(
    (key) => !isBlank(get(tls, key)),
  );
  if (isHttp(protocol) && isPassthrough(tls) && !files) return; // httpsRedirect alone
  const fit = isHttp(protocol) ? "HTTPS" : "TLS";
  subject.fail(
    tls,
    `a server of protocol ${protocol} cannot have tls settings; use protocol ${fit}, or remove them`,
    { part: "key" },
  );
}
