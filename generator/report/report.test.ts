import fc from "fast-check";
import { expect, test } from "vitest";
import type { Finding } from "../core/finding.ts";
import { drawFrame } from "./frame.ts";
import { formats, reporters } from "./reporters.ts";
import { countSeverities, type ReportContext } from "./types.ts";

const source =
  "apiVersion: networking.istio.io/v1\nkind: VirtualService\nspec:\n  hosst:\n    - a.example.com\n";
const error: Finding = {
  rule: "schema/unknown-field",
  severity: "error",
  message: 'unknown field "hosst", did you mean "hosts"?',
  at: {
    file: "apps/wservice/base/virtualservice.yaml",
    line: 4,
    column: 3,
    endLine: 4,
    endColumn: 8,
  },
  path: ["spec", "hosst"],
  resource: {
    apiVersion: "networking.istio.io/v1",
    kind: "VirtualService",
    namespace: "wservice",
    name: "wserviceinfo",
  },
  build: "apps/wservice/overlays/paas-test",
  related: [{ message: "the other one", at: { file: "b.yaml", line: 1, column: 1 } }],
};
const warning: Finding = {
  rule: "x/warning",
  severity: "warning",
  message: '50% of <this> & "that",\nnext: line',
  at: { file: "a b,c:d.yaml", line: 2, column: 1 },
};
const info: Finding = {
  rule: "x/info",
  severity: "info",
  message: "good to know",
  at: { file: "a b,c:d.yaml", line: 1, column: 2 },
};
const context: ReportContext = {
  source: (file) => (file === error.at.file ? source : undefined),
  summaryOf: (rule) => (rule === error.rule ? "Fields exist" : undefined),
  version: "1.2.3",
  colour: false,
};
const report = (...findings: Finding[]) => ({
  findings,
  summary: { files: 3, documents: 5, unchecked: 1, ...countSeverities(findings) },
});

test("text has a line that editors understand, the place, what belongs to it, and a summary", () => {
  expect(reporters.text(report(error, info), context))
    .toBe(`apps/wservice/base/virtualservice.yaml:4:3: error: unknown field "hosst", did you mean "hosts"? [schema/unknown-field]
    3 | spec:
  > 4 |   hosst:
      |   ^^^^^
    b.yaml:1:1: the other one
    in build apps/wservice/overlays/paas-test

a b,c:d.yaml:1:2: info: good to know [x/info]

1 error, 1 info in 3 files, 5 documents; 1 resource without a schema
`);
  expect(reporters.text(report(), context)).toBe(
    "no findings in 3 files, 5 documents; 1 resource without a schema\n",
  );
});

test("text is coloured only when asked, and never by what a file holds", () => {
  const escape = /\u001b/;
  const hostile = {
    ...error,
    message: "\u001b[31mred\u001b[0m",
    at: { ...error.at, file: "\u001b]0;title\u0007.yaml" },
  };
  expect(
    reporters.text(report(hostile), { ...context, source: () => "\u001b[2Jclear\n" }),
  ).not.toMatch(escape);
  expect(reporters.text(report(error), { ...context, colour: true })).toMatch(escape);
});

test("json is the stable form, without fields that do not apply", () => {
  expect(JSON.parse(reporters.json(report(error), context))).toEqual({
    version: 1,
    summary: { files: 3, documents: 5, errors: 1, warnings: 0, infos: 0, unchecked: 1 },
    findings: [
      {
        rule: "schema/unknown-field",
        severity: "error",
        message: 'unknown field "hosst", did you mean "hosts"?',
        file: "apps/wservice/base/virtualservice.yaml",
        line: 4,
        column: 3,
        endLine: 4,
        endColumn: 8,
        path: "/spec/hosst",
        resource: {
          apiVersion: "networking.istio.io/v1",
          kind: "VirtualService",
          namespace: "wservice",
          name: "wserviceinfo",
        },
        build: "apps/wservice/overlays/paas-test",
        related: [{ message: "the other one", file: "b.yaml", line: 1, column: 1 }],
        docs: "docs/rules/schema/unknown-field.md",
      },
    ],
  });
  const [only] = (JSON.parse(reporters.json(report(info), context)) as { findings: object[] })
    .findings;
  expect(Object.keys(only!)).toEqual([
    "rule",
    "severity",
    "message",
    "file",
    "line",
    "column",
    "docs",
  ]);
});

test("github escapes what its command parser reads", () => {
  expect(reporters.github(report(error, warning), context)).toBe(
    `::error file=apps/wservice/base/virtualservice.yaml,line=4,endLine=4,col=3,endColumn=8,title=schema/unknown-field::unknown field "hosst", did you mean "hosts"?\n` +
      `::warning file=a b%2Cc%3Ad.yaml,line=2,col=1,title=x/warning::50%25 of <this> & "that",%0Anext: line\n`,
  );
});

test("sarif names rules once, places in UTF-16 columns, files as URIs", () => {
  const log = JSON.parse(reporters.sarif(report(error, warning, error), context)) as {
    version: string;
    runs: [
      {
        tool: { driver: { name: string; version: string; rules: { id: string }[] } };
        columnKind: string;
        results: {
          ruleId: string;
          ruleIndex: number;
          level: string;
          locations: { physicalLocation: unknown }[];
          partialFingerprints: Record<string, string>;
        }[];
      },
    ];
  };
  const [run] = log.runs;
  expect([log.version, run.columnKind, run.tool.driver.rules.map(({ id }) => id)]).toEqual([
    "2.1.0",
    "utf16CodeUnits",
    ["schema/unknown-field", "x/warning"],
  ]);
  expect(run.results.map(({ ruleId, ruleIndex, level }) => [ruleId, ruleIndex, level])).toEqual([
    ["schema/unknown-field", 0, "error"],
    ["x/warning", 1, "warning"],
    ["schema/unknown-field", 0, "error"],
  ]);
  expect(run.results[1]!.locations[0]!.physicalLocation).toEqual({
    artifactLocation: { uri: "a%20b%2Cc%3Ad.yaml", uriBaseId: "%SRCROOT%" },
    region: { startLine: 2, startColumn: 1 },
  });
  expect(
    new Set(run.results.map(({ partialFingerprints }) => partialFingerprints["meshwright/v1"]))
      .size,
  ).toBe(3);
});

test("gitlab has a fingerprint of its own for each finding, the same when lines move", () => {
  type Issue = {
    description: string;
    check_name: string;
    fingerprint: string;
    severity: string;
    location: { path: string; lines: { begin: number } };
  };
  const issues = JSON.parse(reporters.gitlab(report(error, error, info), context)) as Issue[];
  expect(
    issues.map(({ check_name, severity, location }) => [
      check_name,
      severity,
      location.path,
      location.lines.begin,
    ]),
  ).toEqual([
    ["schema/unknown-field", "major", error.at.file, 4],
    ["schema/unknown-field", "major", error.at.file, 4],
    ["x/info", "info", info.at.file, 1],
  ]);
  expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(3);
  const [moved] = JSON.parse(
    reporters.gitlab(report({ ...error, at: { ...error.at, line: 40, endLine: 40 } }), context),
  ) as Issue[];
  expect(moved!.fingerprint).toBe(issues[0]!.fingerprint);
});

test("tap counts, fails on errors only, and keeps its directives to itself", () => {
  const text = reporters.tap(report(error, { ...warning, message: "a # TODO \\ b" }), context);
  expect(text.split("\n").filter((line) => !line.startsWith("  "))).toEqual([
    "TAP version 14",
    "1..2",
    'not ok 1 - apps/wservice/base/virtualservice.yaml:4:3: unknown field "hosst", did you mean "hosts"? [schema/unknown-field]',
    "ok 2 - a b,c:d.yaml:2:1: a \\# TODO \\\\ b [x/warning]",
    "",
  ]);
  expect(reporters.tap(report(), context)).toBe(
    "TAP version 14\n1..1\nok 1 - no findings in 3 files\n",
  );
});

test("junit counts what fails", () => {
  const text = reporters.junit(report(error, warning, info), context);
  expect(text).toContain('<testsuites name="meshwright" tests="3" failures="2" errors="0">');
  expect(text).toContain('<testsuite name="a b,c:d.yaml" tests="2" failures="1" errors="0">');
  expect(text).toContain(
    '<failure type="warning" message="50% of &lt;this&gt; &amp; &quot;that&quot;,&#10;next: line">',
  );
  expect(reporters.junit(report(), context)).toContain('tests="1" failures="0"');
});

const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.constantFrom(
    "]]>",
    "::error::x",
    "\r\n",
    "\u0000",
    "\u2028",
    "::set-output name=a::b",
    "# SKIP",
    "...\nok 2",
  ),
);
const findings = fc.array(
  fc.record({
    rule: fc.constantFrom("a/b", "c/d"),
    severity: fc.constantFrom("error" as const, "warning" as const, "info" as const),
    message: text,
    at: fc.record({
      file: text,
      line: fc.integer({ min: 1, max: 9 }),
      column: fc.integer({ min: 1, max: 99 }),
    }),
  }),
  { maxLength: 5 },
);

test("nothing that a user writes breaks a format", () => {
  fc.assert(
    fc.property(findings, text, (found, file) => {
      const printed = Object.fromEntries(
        formats.map((format) => [
          format,
          reporters[format](report(...found), { ...context, source: () => file }),
        ]),
      );
      for (const format of ["json", "sarif", "gitlab"]) JSON.parse(printed[format]!);
      expect(printed["github"]!.split(/\r\n|\n|\r/)).toHaveLength(found.length + 1);
      const points = printed["tap"]!.split(/\r\n|\n|\r/).filter((line) => /^(not )?ok /.test(line));
      expect(points).toHaveLength(Math.max(1, found.length));
      for (const point of points) expect(point).not.toMatch(/(^|[^\\])(\\\\)*# *(skip|todo)/i);
      expectXml(printed["junit"]!);
    }),
  );
});

/** Well-formed as far as our own output goes: tags nest, and text and attributes hold nothing that XML 1.0 forbids. */
function expectXml(xml: string): void {
  const open: string[] = [];
  const rest = xml
    .replace(/^<\?xml [^>]*\?>/, "")
    .replaceAll(
      /<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>/g,
      (_, close: string, name: string, _attributes, empty: string) => {
        if (close) expect(open.pop()).toBe(name);
        else if (!empty) open.push(name);
        return "";
      },
    );
  expect(open).toEqual([]);
  expect(rest).not.toMatch(/[<>]|&(?!(amp|lt|gt|quot|apos|#\d+);)/);
  expect(xml).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/);
}

test("a frame can be drawn for any place in any text", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "grapheme" }),
      fc.nat(9),
      fc.nat(200),
      fc.nat(9),
      (line, number, column, length) => {
        const lines = drawFrame(`${line}\nsecond\tline\r\nthird`, {
          file: "a",
          line: number + 1,
          column: column + 1,
          endLine: number + 1,
          endColumn: column + 1 + length,
        });
        expect(lines.length).toBeLessThanOrEqual(3);
        for (const drawn of lines) expect(drawn.length).toBeLessThan(140);
      },
    ),
  );
});

test("a place in a long line is shown", () => {
  const lines = drawFrame(`${"x".repeat(1000)}here${"y".repeat(1000)}`, {
    file: "a",
    line: 1,
    column: 1001,
    endColumn: 1005,
  });
  const at = lines[1]!.indexOf("^");
  expect(lines[0]!.slice(at, at + 4)).toBe("here");
});
