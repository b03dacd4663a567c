import type { Rule } from "../../../../core/rule.ts";
import { get, text } from "../../field.ts";
import { checkEach } from "../../subject.ts";
import { HELM_RELEASE } from "../kinds.ts";

const VERSION = String.raw`v?(?:0|[1-9]\d*|[xX*])(?:\.(?:0|[1-9]\d*|[xX*])){0,2}(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?`;
const COMPARISON = String.raw`(?:=|!=|>=|=>|<=|=<|>|<|~>|~|\^)?\s*${VERSION}`;
const SPAN = String.raw`${VERSION}\s+-\s+${VERSION}`;
const GROUP = String.raw`\s*(?:${SPAN}|${COMPARISON}(?:\s*,\s*${COMPARISON}|\s+${COMPARISON})*)\s*`;
const RANGE = new RegExp(`^${GROUP}(?:\\|\\|${GROUP})*$`);

/** Source: the constraints of github.com/Masterminds/semver, which helm-controller and source-controller use. */
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
    if (!value || value.length > 200 || kind !== "HelmRepository" || RANGE.test(value)) return;
    subject.fail(
      version,
      `"${value}" is no version and no range of versions such as "1.31.1", "1.31.x" or ">=1.31.0 <1.32.0"`,
    );
  }),
};
