import fc from "fast-check";
import { expect, test } from "vitest";
import type { HttpMatch } from "../core/fleet.ts";
import { createMatchIndex } from "./checks/overlap.ts";
import { durationProblem, parseDuration } from "./duration.ts";
import { loadServices } from "./load.ts";

/** A file in which any text can stand at any place that takes text. JSON is YAML, so nothing is lost on the way in. */
function fileWith(text: string) {
  return {
    version: 1,
    git: { url: "https://git.example.com/fleet.git", branch: text },
    domain: text,
    mesh: {
      istio: text,
      hub: text,
      tag: text,
      charts: { repository: text, version: text },
      ingress: { name: text, namespace: text, address: text, pool: text },
    },
    metallb: { version: text, pools: [{ name: text, addresses: [text] }] },
    dashboards: {
      grafana: { expose: "gateway", host: text, login: { secret: text }, tls: { secret: text } },
    },
    clusters: { [text]: { kubernetes: text, nodes: [text], argocd: { project: text } } },
    services: {
      [text]: {
        namespace: text,
        service: text,
        hosts: [text],
        labels: { [text]: text },
        manifests: [text],
        calls: [text],
        paths: [
          text,
          {
            prefix: text,
            method: text,
            headers: { [text]: text },
            query: { [text]: { regex: text } },
          },
        ],
        timeout: text,
        tls: text,
        clusters: [text],
      },
    },
  };
}

type Place = readonly (string | number)[];

/** A file that is right but for one place. */
function fileWithOne(place: Place, text: string): unknown {
  const file: Record<string, unknown> = structuredClone(right);
  const last = place.at(-1)!;
  let parent: Record<string | number, unknown> = file;
  for (const part of place.slice(0, -1)) parent = parent[part] as Record<string | number, unknown>;
  parent[last] = text;
  return file;
}

const right = {
  version: 1,
  git: { url: "https://git.example.com/fleet.git", branch: "main" },
  domain: "example.com",
  mesh: { tag: "1.31.1", ingress: { name: "gateway", namespace: "ingress" } },
  clusters: { one: { argocd: { project: "one" } } },
  services: {
    shop: {
      namespace: "front",
      service: "web",
      hosts: ["a.example.com"],
      manifests: ["shared"],
      tls: "secret",
      paths: [{ prefix: "/" }],
      labels: { team: "a" },
    },
  },
};

const places: Place[] = [
  ["git", "branch"],
  ["domain"],
  ["mesh", "tag"],
  ["mesh", "ingress", "name"],
  ["mesh", "ingress", "namespace"],
  ["clusters", "one", "argocd", "project"],
  ["services", "shop", "namespace"],
  ["services", "shop", "service"],
  ["services", "shop", "hosts", 0],
  ["services", "shop", "manifests", 0],
  ["services", "shop", "tls"],
  ["services", "shop", "paths", 0, "prefix"],
  ["services", "shop", "labels", "team"],
];

/** Texts that try to break out, and texts of any kind. */
const hostile = fc.oneof(
  fc.constantFrom(
    "../x",
    "/etc/passwd",
    "a/../../b",
    "a: b",
    '"#',
    "a\nb",
    "{{x}}",
    "${x}",
    "yes",
    "0755",
    "🙂",
    "a".repeat(300),
    "__proto__",
    "constructor",
    "\u0000",
    "\u2028",
    "-",
    ".",
    "a..b",
    "a.",
    "A",
  ),
  fc.string({ unit: "binary", maxLength: 40 }),
  fc.string({ unit: fc.constantFrom(..."ab1-./*:@ \n{}$"), maxLength: 12 }),
);

/** Has control characters, or the marks that end a line. */
// oxlint-disable-next-line no-control-regex
const unprintable = /[\u0000-\u001f\u007f\u0085\u2028\u2029]/;

test("whatever text stands anywhere, there is a fleet or an error that lies in the file", () => {
  fc.assert(
    fc.property(hostile, (text) => {
      const yaml = JSON.stringify(fileWith(text));
      const { fleet, findings } = loadServices(yaml, "services.yaml");
      expect(fleet === undefined).toBe(findings.some(({ severity }) => severity === "error"));
      for (const { at, message } of findings) {
        expect(at.line).toBe(1);
        expect(at.column).toBeLessThanOrEqual(yaml.length + 1);
        expect(message).not.toMatch(unprintable);
      }
    }),
    { numRuns: 150 },
  );
});

test("no text that is accepted can leave its place", () => {
  fc.assert(
    fc.property(fc.constantFrom(...places), hostile, (place, text) => {
      const { fleet } = loadServices(JSON.stringify(fileWithOne(place, text)), "services.yaml");
      if (fleet === undefined) return;
      const [cluster] = fleet.clusters;
      const [app] = cluster!.apps;
      for (const name of [
        app!.namespace,
        app!.backend.host,
        cluster!.argocd.project,
        cluster!.mesh.ingress.name,
        cluster!.mesh.ingress.namespace,
      ]) {
        expect(name).toMatch(/^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/);
      }
      expect(app!.hosts[0]).toMatch(
        /^(\*|(\*\.)?[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*)$/,
      );
      expect(app!.manifests[0]!.split("/")).not.toContain("..");
      expect(app!.manifests[0]).not.toMatch(/^\//);
      expect(JSON.stringify([fleet, ...fleet.base]).replace(/\\\\/g, "")).not.toMatch(
        /\\[nrt]|\\u00[01]/,
      );
    }),
    { numRuns: 1000 },
  );
});

test("any data at all are read without an exception", () => {
  fc.assert(
    fc.property(fc.json({ maxDepth: 4, stringUnit: "binary" }), (yaml) => {
      const { fleet, findings } = loadServices(yaml, "services.yaml");
      expect(fleet).toBeUndefined();
      expect(findings.length).toBeGreaterThan(0);
    }),
    { numRuns: 300 },
  );
});

test("any text at all is read without an exception", () => {
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.constantFrom(..."version: 1\n-[]{}&*!|>'\"%@`#,?\t services"),
        maxLength: 60,
      }),
      (yaml) => {
        expect(loadServices(yaml, "services.yaml").fleet).toBeUndefined();
      },
    ),
    { numRuns: 500 },
  );
});

test("a value of the wrong type at any place is an error, never an exception", () => {
  const wrong = fc.constantFrom<unknown>(null, 7, true, [], [[]], {}, { a: 1 }, "", 1e300);
  fc.assert(
    fc.property(
      fc.constantFrom(
        ...places.flatMap((place) => place.map((_, index) => place.slice(0, index + 1))),
      ),
      wrong,
      (place, value) => {
        const { fleet, findings } = loadServices(
          JSON.stringify(fileWithOne(place, value as string)),
          "services.yaml",
        );
        expect(fleet === undefined).toBe(findings.some(({ severity }) => severity === "error"));
      },
    ),
    { numRuns: 300 },
  );
});

const stringMatch = fc.oneof(
  fc.record({ exact: fc.constantFrom("/", "/a", "/a/b", "/b", "/A") }),
  fc.record({ prefix: fc.constantFrom("/", "/a", "/a/", "/b") }),
  fc.record({ regex: fc.constantFrom("/a.*", "/[ab]", ".*") }),
);
const request = fc.record({
  path: fc.constantFrom("/", "/a", "/a/b", "/ab", "/b", "/A"),
  method: fc.constantFrom("GET", "PUT"),
  x: fc.constantFrom("1", "2"),
});
const matchOf: fc.Arbitrary<HttpMatch> = fc.record(
  {
    uri: stringMatch,
    method: fc.record({ exact: fc.constantFrom("GET", "PUT") }),
    headers: fc.record({ x: fc.record({ exact: fc.constantFrom("1", "2") }) }),
    ignoreUriCase: fc.boolean(),
  },
  { requiredKeys: [] },
);

/** Matching as Envoy does it, written without regard to the index. */
function takes(
  match: HttpMatch,
  { path, method, x }: { path: string; method: string; x: string },
): boolean {
  const fold = (text: string) => (match.ignoreUriCase ? text.toLowerCase() : text);
  const { uri } = match;
  const byPath =
    uri === undefined ||
    ("exact" in uri && fold(uri.exact) === fold(path)) ||
    ("prefix" in uri && fold(path).startsWith(fold(uri.prefix))) ||
    ("regex" in uri && new RegExp(`^(?:${uri.regex})$`).test(path));
  const isHeld = (wanted: unknown, given: string) =>
    wanted === undefined || JSON.stringify(wanted) === JSON.stringify({ exact: given });
  return byPath && isHeld(match.method, method) && isHeld(match.headers?.["x"], x);
}

function takesAll(match: HttpMatch): boolean {
  const isRoot = match.uri === undefined || ("prefix" in match.uri && match.uri.prefix === "/");
  return isRoot && match.method === undefined && match.headers === undefined;
}

test("where no overlap is found, no request is taken by both, but for those that only a match of everything takes", () => {
  const list = fc
    .array(matchOf, { minLength: 1, maxLength: 4 })
    .map((matches) => matches.map((match) => ({ match, path: [] })));
  fc.assert(
    fc.property(
      list,
      list,
      fc.array(request, { minLength: 20, maxLength: 40 }),
      (theirs, ours, requests) => {
        const index = createMatchIndex<string>();
        index.add("them", theirs);
        fc.pre(index.find(ours) === undefined);
        const narrow = (entries: typeof ours) => entries.filter(({ match }) => !takesAll(match));
        for (const one of requests) {
          const both =
            narrow(theirs).some(({ match }) => takes(match, one)) &&
            narrow(ours).some(({ match }) => takes(match, one));
          expect([one, both]).toEqual([one, false]);
        }
        expect(
          theirs.some(({ match }) => takesAll(match)) && ours.some(({ match }) => takesAll(match)),
        ).toBe(false);
      },
    ),
    { numRuns: 2000 },
  );
});

test("durations are read as they are written", () => {
  fc.assert(
    fc.property(
      fc.nat({ max: 99 }),
      fc.nat({ max: 59 }),
      fc.nat({ max: 59 }),
      fc.integer({ min: 1, max: 999 }),
      (hours, minutes, seconds, milliseconds) => {
        const text = `${hours}h${minutes}m${seconds}s${milliseconds}ms`;
        expect(parseDuration(text)).toBe(
          ((hours * 60 + minutes) * 60 + seconds) * 1000 + milliseconds,
        );
        expect(durationProblem(text)).toBeUndefined();
      },
    ),
  );
  expect(durationProblem("999999999h")).toBe('"999999999h" is too long');
});
