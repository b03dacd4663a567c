import { expect, test } from "vitest";
import type { LintConfig } from "../core/config.ts";
import type { Finding } from "../core/finding.ts";
import { applyLintConfig } from "./acknowledge.ts";
import { loadLintConfig } from "./lint-config.ts";

const at = { file: "services.yaml", line: 1, column: 1 };
const warning: Finding = {
  rule: "services/dashboard-open",
  severity: "warning",
  message: "open",
  at,
};
const error: Finding = { rule: "services/type", severity: "error", message: "wrong", at };

function apply(config: LintConfig, clusters: string[] = ["paas-2019"], finding = warning) {
  const { findings, acknowledged } = applyLintConfig([{ finding, clusters }], config, (index) => ({
    ...at,
    line: 90 + index,
  }));
  return {
    left: findings.map(({ rule, severity, at: { line } }) => `${line} ${severity} ${rule}`),
    reasons: acknowledged.map(({ reason }) => reason),
  };
}

const known = (more: object = {}) => ({
  acknowledge: [{ rule: warning.rule, reason: "known", ...more }],
});

test("an acknowledged finding goes, with its reason", () => {
  expect(apply(known())).toEqual({ left: [], reasons: ["known"] });
  expect(apply(known({ cluster: "paas-*", file: "services.yaml" }))).toEqual({
    left: [],
    reasons: ["known"],
  });
});

test("an acknowledgement that matches nothing is reported where it stands", () => {
  const left = ["1 warning services/dashboard-open", "90 warning services/lint"];
  expect(apply(known({ cluster: "paas-test" }))).toEqual({ left, reasons: [] });
  expect(apply(known({ file: "apps/*" }))).toEqual({ left, reasons: [] });
  expect(apply(known({ cluster: "paas-2019" }), [])).toEqual({ left, reasons: [] });
});

test("a finding about several clusters goes when each is acknowledged", () => {
  expect(apply(known({ cluster: "a" }), ["a", "b"])).toEqual({
    left: ["1 warning services/dashboard-open"],
    reasons: [],
  });
  const both = {
    acknowledge: [...known({ cluster: "a" }).acknowledge, ...known({ cluster: "b" }).acknowledge],
  };
  expect(apply(both, ["a", "b"])).toEqual({ left: [], reasons: ["known"] });
});

test("acknowledgements of other rules are left to the linter", () => {
  expect(apply({ acknowledge: [{ rule: "istio/gateway-exists", reason: "x" }] }).left).toEqual([
    "1 warning services/dashboard-open",
  ]);
});

test("severities change warnings, and errors stay errors", () => {
  expect(apply({ severities: { [warning.rule]: "info" } }).left).toEqual([
    "1 info services/dashboard-open",
  ]);
  expect(apply({ severities: { [warning.rule]: "off" } }).left).toEqual([]);
  expect(
    apply(
      { severities: { [error.rule]: "off" }, acknowledge: [{ rule: error.rule, reason: "no" }] },
      [],
      error,
    ).left,
  ).toEqual(["1 error services/type", "90 warning services/lint"]);
});

test(".meshwright.yaml has the same settings at its top", () => {
  const text =
    "severities: { istio/hosts: off }\nacknowledge:\n  - { rule: a/b, reason: x }\nexternal: [{ kind: Secret }]\n";
  const wrong = loadLintConfig(text.replace("off", "of"), ".meshwright.yaml");
  expect(wrong.findings).toEqual([
    expect.objectContaining({
      rule: "config/value",
      message:
        '"of" is not possible here; it must be one of error, warning, info, off, false, did you mean "off"?',
    }),
  ]);
  expect([wrong.lint, wrong.acknowledgements]).toEqual([undefined, []]);
  const right = loadLintConfig(text, ".meshwright.yaml");
  expect(right.findings).toEqual([]);
  expect(right.lint).toEqual({
    severities: { "istio/hosts": "off" },
    acknowledge: [{ rule: "a/b", reason: "x" }],
    external: [{ kind: "Secret" }],
  });
  expect(right.acknowledgements.map(({ line }) => line)).toEqual([3]);
});
