import type { Rule } from "../../../../core/rule.ts";
import { get, isBlank, items, text, type Field } from "../../field.ts";
import { readKeySet } from "../jwks.ts";
import { REQUEST_AUTHENTICATION } from "../kinds.ts";
import { checkEach, type Subject } from "../../subject.ts";

/** Source: validateJwtRule and warnPrivateJwksKeys of istio/istio pkg/config/validation. The rest of what they check is in the schemas. */
export const rule: Rule = {
  name: "istio/request-authentication-jwt",
  severity: "error",
  summary: "A JWT rule names its issuer or where its keys are, and holds public keys only",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach([REQUEST_AUTHENTICATION], (subject) => {
    for (const entry of items(get(subject.spec, "jwtRules"))) {
      if (
        ["issuer", "jwksUri", "jwks_uri"].every(
          (key) => get(entry, key).value === undefined || get(entry, key).value === null,
        )
      ) {
        subject.fail(entry, "the JWT rule needs an issuer or a jwksUri");
      }
      checkKeys(subject, get(entry, "jwks"));
    }
  }),
};

function checkKeys(subject: Subject, jwks: Field): void {
  const value = text(jwks);
  if (value === undefined || isBlank(jwks)) return;
  const keys = readKeySet(value);
  if (typeof keys === "string")
    subject.fail(jwks, `jwks is no JSON Web Key Set: ${keys}`, { part: "key" });
  else if (keys.private.length > 0) {
    subject.warn(
      jwks,
      `jwks holds a private key (key ${keys.private.join(", ")}); remove it from the repository, verifying needs the public one`,
      {
        part: "key",
      },
    );
  }
}
