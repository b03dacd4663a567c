import { get, isBlank, isSet, type Field } from "../field.ts";

/**
 * Says whether a DestinationRule opens TLS without a CA to check the server with.
 * Source: the analyzer destinationrule.CaCertificateAnalyzer of istio/istio.
 * @param spec of the DestinationRule
 * @param tls of its traffic policy, or of one port's
 */
export function isUnverified(spec: Field, tls: Field): boolean {
  const mode = get(tls, "mode").value;
  if ((mode !== "SIMPLE" && mode !== "MUTUAL") || !isBlank(get(tls, "caCertificates")))
    return false;
  return isBlank(get(tls, "credentialName")) || !isSet(get(spec, "workloadSelector"));
}

export const UNVERIFIED =
  'accepts any certificate of the server; add caCertificates (a file, or "system"), and subjectAltNames';
