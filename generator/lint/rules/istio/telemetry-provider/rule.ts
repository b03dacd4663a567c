import type { Rule } from "../../../../core/rule.ts";
import { get, isFilled, isTrue, items } from "../../field.ts";
import { TELEMETRY } from "../kinds.ts";
import { meshConfigs } from "../mesh-config.ts";
import { checkEach } from "../../subject.ts";

/**
 * Source: the analyzer telemetry.ProviderAnalyzer of istio/istio, which warns. The mesh configuration can name a default provider;
 * where it is not here that may be so, and this only informs.
 */
export const rule: Rule = {
  name: "istio/telemetry-provider",
  severity: "info",
  summary: "Access logging of a Telemetry names its provider",
  aliases: ["IST0157"],
  scope: "build",
  check(context) {
    const configs = meshConfigs(context).map(({ value }) => value);
    const defaults = configs.map((config) => get(config, "defaultProviders", "accessLogging"));
    if (defaults.some(isFilled)) return;
    const severity = configs.length > 0 && !context.partial ? "warning" : "info";
    checkEach([TELEMETRY], ({ resource, spec }) => {
      for (const logging of items(get(spec, "accessLogging"))) {
        if (isTrue(get(logging, "disabled")) || isFilled(get(logging, "providers"))) continue;
        const message =
          severity === "warning"
            ? "access logging without providers has no effect, for the mesh configuration has no default one; add providers"
            : "access logging without providers has no effect unless the mesh has a default provider for it; add providers";
        context.report({ resource, path: logging.path, severity, message });
      }
    })(context);
  },
};
