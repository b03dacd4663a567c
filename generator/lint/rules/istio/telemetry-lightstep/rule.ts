import type { Rule } from "../../../../core/rule.ts";
import { get, isSet, items, text } from "../../field.ts";
import { TELEMETRY } from "../kinds.ts";
import { meshConfigs } from "../mesh-config.ts";
import { checkEach } from "../../subject.ts";

/** Source: telemetry.LightstepAnalyzer of istio/istio. */
export const rule: Rule = {
  name: "istio/telemetry-lightstep",
  severity: "warning",
  summary: "No Telemetry uses the Lightstep provider, which Istio has deprecated",
  aliases: ["IST0002"],
  scope: "build",
  check(context) {
    const providers = meshConfigs(context).flatMap(({ value }) =>
      items(get(value, "extensionProviders")),
    );
    const deprecated = new Set(
      providers
        .filter((provider) => isSet(get(provider, "lightstep")))
        .flatMap((provider) => text(get(provider, "name")) ?? []),
    );
    if (deprecated.size === 0) return;
    checkEach([TELEMETRY], (subject) => {
      const used = items(get(subject.spec, "tracing")).flatMap((tracing) =>
        items(get(tracing, "providers")),
      );
      for (const name of used.map((provider) => get(provider, "name"))) {
        if (deprecated.has(text(name) ?? ""))
          subject.report(
            name,
            `provider "${text(name)}" is Lightstep's, which is deprecated; use one of kind opentelemetry`,
          );
      }
    })(context);
  },
};
