import type { Rule } from "../../../../core/rule.ts";
import { get, isFilled, isTrue, items } from "../field.ts";
import { TELEMETRY } from "../kinds.ts";
import { checkEach } from "../subject.ts";

/**
 * Source: the analyzer telemetry.ProviderAnalyzer of istio/istio, which warns. The mesh's configuration can name a default provider,
 * which no single file shows, so this only informs.
 */
export const rule: Rule = {
  name: "istio/telemetry-provider",
  severity: "info",
  summary: "Access logging of a Telemetry names its provider",
  aliases: ["IST0157"],
  scope: "file",
  check: checkEach([TELEMETRY], (subject) => {
    for (const logging of items(get(subject.spec, "accessLogging"))) {
      if (isTrue(get(logging, "disabled")) || isFilled(get(logging, "providers"))) continue;
      subject.report(
        logging,
        "access logging without providers has no effect unless the mesh has a default provider for it; add providers",
      );
    }
  }),
};
