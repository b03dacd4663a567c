import type { Rule } from "../../../../core/rule.ts";
import { get, text } from "../../field.ts";
import { checkEach } from "../../subject.ts";
import { HELM_RELEASE } from "../kinds.ts";
import { isVersionRange } from "../version-range.ts";

export const rule: Rule = {
  name: "flux/chart-version",
  severity: "error",
  summary: "A chart's version is a version or a range of versions",
  scope: "file",
  check: checkEach([HELM_RELEASE, "HelmChart.source.toolkit.fluxcd.io"], (subject) => {
    const isRelease = subject.resource.id.kind === "HelmRelease";
    const chart = isRelease ? get(subject.spec, "chart", "spec") : subject.spec;
    const kind = get(chart, "sourceRef", "kind").value;
    const version = get(chart, "version");
    const value = text(version);
    if (!value || kind !== "HelmRepository" || isVersionRange(value)) return;
    subject.fail(
      version,
      `"${value}" is no version and no range of versions such as "1.31.1", "1.31.x" or ">=1.31.0 <1.32.0"`,
    );
  }),
};
