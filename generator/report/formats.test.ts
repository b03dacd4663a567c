import { Ajv } from "ajv";
import fc from "fast-check";
import { expect, test } from "vitest";
import type { Finding } from "../core/finding.ts";
import { reporters } from "./reporters.ts";
import { countSeverities, type ReportContext } from "./types.ts";

// Each format as its own specification has it, as far as we write it: nothing else may stand there, and what a consumer reads back is
// what was found. scripts/sarif-schema.js holds the output against the whole schema of OASIS.

const context: ReportContext = {
  source: () => "a: 1\nb: 2\n",
  summaryOf: (rule) => (rule === "a/b" ? "One line" : undefined),
  version: "1.2.3",
  colour: false,
};
const text = fc.oneof(
  fc.string({ unit: "grapheme" }),
  fc.constantFrom(
    "]]>",
    "a::b",
    "c,d",
    "50%",
    "%0A",
    "x\r\ny",
    "&lt;",
    "# skip",
    "é/ü b.yaml",
    "..",
    "~",
  ),
);
const path = text.filter((file) => !/\p{Surrogate}/u.test(file));
const place = fc
  .record({
    file: path,
    line: fc.integer({ min: 1, max: 9 }),
    column: fc.integer({ min: 1, max: 99 }),
    lines: fc.integer({ min: 0, max: 2 }),
    width: fc.integer({ min: 0, max: 9 }),
    ends: fc.boolean(),
  })
  .map(({ file, line, column, lines, width, ends }) => ({
    file,
    line,
    column,
    ...(ends ? { endLine: line + lines, endColumn: column + width } : {}),
  }));
const finding: fc.Arbitrary<Finding> = fc
  .record({
    rule: fc.constantFrom("a/b", "c/d"),
    severity: fc.constantFrom("error" as const, "warning" as const, "info" as const),
    message: text,
    at: place,
    resource: fc.constantFrom(undefined, {
      apiVersion: "v1",
      kind: "Pod",
      namespace: "n",
      name: "p",
    }),
    related: fc.constantFrom(undefined, [
      { message: "the other one", at: { file: "b c.yaml", line: 1, column: 1 } },
    ]),
  })
  .map((found) => found as Finding);
const findings = fc.array(finding, { maxLength: 5 });

const print = (format: keyof typeof reporters, found: readonly Finding[]): string =>
  reporters[format](
    {
      findings: found,
      summary: { files: 3, documents: 5, unchecked: 1, ...countSeverities(found) },
    },
    context,
  );

const closed = (properties: Record<string, object>, ...optional: string[]) => ({
  type: "object",
  additionalProperties: false,
  required: Object.keys(properties).filter((name) => !optional.includes(name)),
  properties,
});
const list = (items: object) => ({ type: "array", items });
const string = { type: "string" };
const count = { type: "integer", minimum: 0 };
const positive = { type: "integer", minimum: 1 };

/** SARIF 2.1.0, sections 3.13 log, 3.14 run, 3.27 result, 3.28 location, 3.29 physicalLocation, 3.30 region. */
const message = closed({ text: string });
const physicalLocation = closed({
  artifactLocation: closed({ uri: { type: "string", pattern: "^[^ \\\\]*$" }, uriBaseId: string }),
  region: closed(
    { startLine: positive, startColumn: positive, endLine: positive, endColumn: positive },
    "endLine",
    "endColumn",
  ),
});
const sarif = closed({
  $schema: { type: "string", format: "uri" },
  version: { const: "2.1.0" },
  runs: list(
    closed({
      tool: closed({
        driver: closed({
          name: string,
          version: string,
          rules: {
            ...list(
              closed({ id: string, shortDescription: message, help: message }, "shortDescription"),
            ),
            uniqueItems: true,
          },
        }),
      }),
      columnKind: { enum: ["utf16CodeUnits", "unicodeCodePoints"] },
      results: list(
        closed(
          {
            ruleId: string,
            ruleIndex: { type: "integer", minimum: -1 },
            level: { enum: ["none", "note", "warning", "error"] },
            message,
            locations: list(
              closed(
                {
                  physicalLocation,
                  logicalLocations: list(closed({ fullyQualifiedName: string, kind: string })),
                },
                "logicalLocations",
              ),
            ),
            relatedLocations: {
              ...list(closed({ id: count, message, physicalLocation })),
              uniqueItems: true,
            },
            partialFingerprints: { type: "object", additionalProperties: string },
          },
          "relatedLocations",
        ),
      ),
    }),
  ),
});

/** docs.gitlab.com/ci/testing/code_quality, "Code quality report format". */
const gitlab = list(
  closed({
    description: string,
    check_name: string,
    fingerprint: { type: "string", pattern: "^[0-9a-f]+$" },
    severity: { enum: ["info", "minor", "major", "critical", "blocker"] },
    location: closed({ path: string, lines: closed({ begin: positive, end: positive }, "end") }),
  }),
);

const ajv = new Ajv({ formats: { uri: (value: string) => URL.canParse(value) } });
const judges = { sarif: ajv.compile(sarif), gitlab: ajv.compile(gitlab) };

function expectValid(format: keyof typeof judges, found: readonly Finding[]): unknown {
  const printed: unknown = JSON.parse(print(format, found));
  judges[format](printed);
  expect(judges[format].errors ?? []).toEqual([]);
  return printed;
}

test("sarif has what its standard asks for, and says what was found", () => {
  fc.assert(
    fc.property(findings, (found) => {
      const { runs } = expectValid("sarif", found) as { runs: [any] };
      const [{ tool, results }] = runs;
      const read = results.map((result: any) => {
        const { artifactLocation, region } = result.locations[0].physicalLocation;
        expect(tool.driver.rules[result.ruleIndex].id).toBe(result.ruleId);
        expect(URL.canParse(artifactLocation.uri, "file:///root/")).toBe(true);
        return {
          rule: result.ruleId,
          severity: result.level === "note" ? "info" : result.level,
          message: result.message.text,
          at: {
            file: decodeURIComponent(artifactLocation.uri),
            line: region.startLine,
            column: region.startColumn,
            ...(region.endLine ? { endLine: region.endLine, endColumn: region.endColumn } : {}),
          },
        };
      });
      expect(read).toEqual(
        found.map(({ rule, severity, message, at }) => ({ rule, severity, message, at })),
      );
    }),
  );
});

test("gitlab has what its report format asks for", () => {
  fc.assert(
    fc.property(findings, (found) => {
      const issues = expectValid("gitlab", found) as any[];
      expect(
        issues.map(({ description, location }) => [description, location.path, location.lines]),
      ).toEqual(
        found.map(({ message, at }) => [
          message,
          at.file,
          { begin: at.line, ...(at.endLine === undefined ? {} : { end: at.endLine }) },
        ]),
      );
      expect(new Set(issues.map(({ fingerprint }) => fingerprint)).size).toBe(found.length);
    }),
  );
});

/** The command that the runner reads: https://github.com/actions/runner, ActionCommand. */
const COMMAND = /^::(error|warning|notice) ((?:[a-zA-Z]+=[^,:\r\n]*,?)+)::([^\r\n]*)$/;
const unescapeData = (value: string) =>
  value.replaceAll("%0D", "\r").replaceAll("%0A", "\n").replaceAll("%25", "%");
const unescapeProperty = (value: string) =>
  unescapeData(value.replaceAll("%3A", ":").replaceAll("%2C", ","));

test("github's runner reads each command as it was meant", () => {
  fc.assert(
    fc.property(findings, (found) => {
      const lines = print("github", found).split("\n").slice(0, -1);
      const read = lines.map((line) => {
        const [, command, properties, data] = COMMAND.exec(line)!;
        const given = Object.fromEntries(
          properties!.split(",").map((pair) => pair.split(/=(.*)/s, 2) as [string, string]),
        );
        return [
          command,
          unescapeProperty(given["file"]!),
          given["line"],
          given["col"],
          unescapeData(data!),
        ];
      });
      expect(read).toEqual(
        found.map(({ severity, message, at }) => [
          severity === "info" ? "notice" : severity,
          at.file,
          String(at.line),
          String(at.column),
          message,
        ]),
      );
    }),
  );
});

/** testanything.org, TAP 14: a version, a plan, and test points, each with a YAML block between its markers. */
const TAP =
  /^TAP version 14\n1\.\.(\d+)\n((?:(?:not )?ok \d+ - [^\n]*\n(?: {2}---\n(?: {2}[a-z]+: [^\n]*\n)+ {2}\.\.\.\n)?)*)$/;

test("tap keeps its grammar: a plan, numbered points and their blocks", () => {
  fc.assert(
    fc.property(findings, (found) => {
      const [, plan, body] = TAP.exec(print("tap", found))!;
      const points = [...body!.matchAll(/^(not )?ok (\d+) - /gm)];
      expect(points.map(([, failed, number]) => [failed !== undefined, number])).toEqual(
        found.length === 0
          ? [[false, "1"]]
          : found.map(({ severity }, index) => [severity === "error", String(index + 1)]),
      );
      expect(plan).toBe(String(points.length));
      const messages = [...body!.matchAll(/^ {2}message: (.*)$/gm)].map(([, value]) =>
        JSON.parse(value!),
      );
      expect(messages).toEqual(found.map(({ message }) => message));
    }),
  );
});

/** What the schema of JUnit reports that Jenkins, GitLab and others follow allows, as far as we write it. */
const JUNIT: Readonly<Record<string, { attributes: string[]; below: string[] }>> = {
  testsuites: { attributes: ["name", "tests", "failures", "errors"], below: ["testsuite"] },
  testsuite: { attributes: ["name", "tests", "failures", "errors"], below: ["testcase"] },
  testcase: { attributes: ["classname", "name", "file", "line"], below: ["failure", "system-out"] },
  failure: { attributes: ["type", "message"], below: [] },
  "system-out": { attributes: [], below: [] },
};

test("junit has the elements of its schema where they belong, and counts them right", () => {
  fc.assert(
    fc.property(findings, (found) => {
      const xml = print("junit", found);
      const open: string[] = [];
      const seen: { name: string; attributes: Map<string, string> }[] = [];
      for (const [, close, name, attributes, empty] of xml.matchAll(
        /<(\/?)([a-z-]+)((?: [a-z]+="[^"<]*")*)(\/?)>/g,
      )) {
        if (close) {
          expect(open.pop()).toBe(name);
          continue;
        }
        const given = new Map(
          [...attributes!.matchAll(/([a-z]+)="([^"]*)"/g)].map(([, key, value]) => [key!, value!]),
        );
        expect(JUNIT[open.at(-1) ?? ""]?.below ?? ["testsuites"]).toContain(name);
        for (const key of given.keys()) expect(JUNIT[name!]!.attributes).toContain(key);
        seen.push({ name: name!, attributes: given });
        if (!empty) open.push(name!);
      }
      expect(open).toEqual([]);
      const named = (name: string) => seen.filter((element) => element.name === name);
      const [all] = named("testsuites");
      expect(all!.attributes.get("tests")).toBe(String(named("testcase").length));
      expect(all!.attributes.get("failures")).toBe(String(named("failure").length));
      const sum = named("testsuite").reduce(
        (sum, { attributes }) => sum + Number(attributes.get("tests")),
        0,
      );
      expect(sum).toBe(named("testcase").length);
      expect(
        named("testcase").every(
          ({ attributes }) => attributes.has("classname") && attributes.has("name"),
        ),
      ).toBe(true);
    }),
  );
});
