import { expect, test } from "vitest";
import { fileOf, problemsOf } from "./testdata/problems.ts";

/** Files as a whole, and every word of what is said about them. */
const files: Record<string, [text: string, ...problems: string[]]> = {
  empty: [
    "",
    "1:1 services/file: the file is empty; a minimal file has version, git and clusters; see docs/services.md",
  ],
  "a comment alone": [
    "# nothing\n",
    "1:1 services/file: the file is empty; a minimal file has version, git and clusters; see docs/services.md",
  ],
  "a list": [
    "- a\n",
    "1:1 services/file: the file holds a list, not a mapping; a minimal file has version, git and clusters; see docs/services.md",
  ],
  "a word": [
    "hello\n",
    "1:1 services/file: the file holds a single value, not a mapping; a minimal file has version, git and clusters; see docs/services.md",
  ],
  "two documents": [
    "version: 1\n---\nversion: 1\n",
    "3:1 services/file: the file has a second document; all settings belong in one, so remove the line ---",
  ],
  "17 MB": [
    `# ${"x".repeat(17 * 1024 * 1024)}`,
    "1:1 services/file: the file has 17 MB; at most 16 MB are read",
  ],
  "nothing that is needed": [
    "{}\n",
    '1:1 services/required: field "version" is missing',
    '1:1 services/required: field "git" is missing',
    '1:1 services/required: field "clusters" is missing',
  ],
  "nested too deeply": [
    `version: ${"[".repeat(150)}${"]".repeat(150)}`,
    "1:110 services/file: the data is nested too deeply",
  ],
};

test.each(Object.entries(files))("%s", (_, [text, ...problems]) => {
  expect(problemsOf(text)).toEqual(problems);
});

/** What stands after `version`, `git` and `domain` (line 4 is its first), and what is said about it. */
const parts: Record<string, [text: string, ...problems: string[]]> = {
  "an unknown field near a known one": [
    "mesh: { isto: 1.1.1 }",
    '4:9 services/unknown-field: unknown field "isto", did you mean "istio"?',
  ],
  "an unknown field near none": [
    "flux: { colour: red }",
    '4:9 services/unknown-field: unknown field "colour"; possible fields are namespace, version',
  ],
  "a number where text is meant": [
    "mesh: { istio: 1.31 }",
    '4:16 services/type: expected text, found the number 1.31; for the text put it in quotes: "1.31"',
  ],
  "a number that lost its zero": [
    "clusters: { one: { kubernetes: 1.30 } }",
    '4:32 services/type: expected text, found the number 1.3; for the text put it in quotes: "1.30"',
  ],
  "an octal number": [
    "metallb: { version: 0755 }",
    '4:21 services/type: expected text, found the number 493; for the text put it in quotes: "0755"',
  ],
  "a boolean that is meant as text": [
    "mesh: { tag: yes }",
    '4:14 services/type: expected text, found true; for the text put it in quotes: "yes"',
  ],
  "a name that YAML changes": [
    "services: { yes: }",
    '4:13 services/type: YAML reads the name yes as "true"; put it in quotes: "yes"',
  ],
  "text where a list is meant": [
    "gitops: flux",
    '4:9 services/type: expected a list, found the text "flux"',
  ],
  "a mapping where a list is meant": [
    "gitops: { flux: }",
    "4:9 services/type: expected a list, found a mapping",
  ],
  "a choice with a slip": [
    "mesh: { preset: ambeint }",
    '4:17 services/value: "ambeint" is not possible here; it must be one of default, demo, minimal, ambient, did you mean "ambient"?',
  ],
  "an engine twice": ["gitops: [flux, flux]", '4:16 services/range: "flux" is in the list twice'],
  "no clusters": [
    "clusters: {}",
    "4:1 services/range: the mapping is empty; at least one entry is needed",
  ],
  "a port out of range": [
    "services: { a: { port: 70000 } }",
    "4:24 services/range: 70000 is too large; the largest possible value is 65535",
  ],
  "a path without slash": [
    "services: { a: { paths: [login] } }",
    '4:26 services/format: "login" must be a path: "/" first, no blank, "?" or "#" (queries are matched with "query")',
  ],
  "two kinds of path": [
    "services: { a: { paths: [{ exact: /a, prefix: /b }] } }",
    "4:26 services/route: only one of exact and prefix can say which path is meant",
  ],
  "two kinds of value": [
    "services: { a: { paths: [{ headers: { x: { exact: a, prefix: b } } }] } }",
    "4:39 services/range: only 1 of exact, prefix, regex can be given",
  ],
  "a name that is no label": [
    'services: { "../x": }',
    '4:13 services/format: "../x" must be the name of a Kubernetes Service: lower-case letters, digits and "-", at most 63 of them, a letter first and no "-" at the end',
  ],
  "a name of 300 characters": [
    `services: { ${"a".repeat(300)}: }`,
    `4:13 services/format: "${"a".repeat(59)}…${"a".repeat(9)}" must be the name of a Kubernetes Service: lower-case letters, digits and "-", at most 63 of them, a letter first and no "-" at the end`,
  ],
  "a name with a newline": [
    'clusters: { "a\\nb": }',
    '4:13 services/format: "a\\nb" must be a DNS label: lower-case letters, digits and "-", at most 63 of them, with a letter or digit at both ends',
  ],
  "a wildcard in the middle": [
    "services: { a: { hosts: [a.*.com] } }",
    '4:26 services/format: "a.*.com" must be a DNS name such as "shop.example.com"; a wildcard is allowed as the left-most label only ("*.example.com")',
  ],
  "manifests outside": [
    "services: { a: { manifests: [../other, /etc, a/../../b] } }",
    ...[30, 40, 46].map(
      (column, index) =>
        `4:${column} services/format: ${['"../other"', '"/etc"', '"a/../../b"'][index]} must be a path inside the repository, from its root, such as "shared/policies"; "..", "." and absolute paths are not allowed`,
    ),
  ],
  "a key __proto__": [
    "mesh: { values: { istiod: { __proto__: { a: 1 } } } }",
    '4:29 services/file: the key "__proto__" is not possible here',
  ],
  "a key twice": [
    "domain: other.example.com",
    '4:1 yaml/duplicate-key: key "domain" is already set in this mapping, remove one of the two (line 3)',
  ],
  "errors of shape and across fields at once": [
    "mesh: { isto: 1 }\nmetallb: { pools: [{ name: a, addresses: [10.0.0.0/24] }, { name: b, addresses: [10.0.0.9/32] }] }",
    '4:9 services/unknown-field: unknown field "isto", did you mean "istio"?',
    '5:82 services/pool: 10.0.0.9/32 of pool "b" overlaps with 10.0.0.0/24 of pool "a"; MetalLB refuses pools that share an address',
  ],
  "nothing is concluded from what is missing by mistake": [
    "metallb: { pools: [{ name: a, adresses: [10.0.0.0/24] }] }\nmesh: { ingress: { pool: a } }",
    '4:20 services/required: field "addresses" is missing',
    '4:31 services/unknown-field: unknown field "adresses", did you mean "addresses"?',
  ],
};

test.each(Object.entries(parts))("%s", (_, [text, ...problems]) => {
  expect(problemsOf(fileOf(text))).toEqual(problems);
});

test.each([
  [
    "git@github.com:org/repo.git",
    'Flux does not take the short form of an ssh URL; write "ssh://git@github.com/org/repo.git"',
  ],
  [
    "github.com:org/repo.git",
    'Flux does not take the short form of an ssh URL; write "ssh://git@github.com/org/repo.git"',
  ],
  [
    "file:///srv/repo.git",
    '"file:///srv/repo.git" is not a Git URL that the engines take; it must begin with https://, http:// or ssh://',
  ],
  [
    "https://me:secret@example.com/r.git",
    "the URL holds a password, which everyone who reads this file sees; put it into a Secret of the engine instead",
  ],
  ["https://example.com", '"https://example.com" names a server but no repository on it'],
  ["ssh://git@example.com:2222/org/repo.git", undefined],
  ["https://example.com/org/repo", undefined],
])("Git URL %s", (url, message) => {
  const text = `version: 1\ngit: { url: "${url}" }\nclusters: { one: }\n`;
  expect(problemsOf(text)).toEqual(message === undefined ? [] : [`2:13 services/git: ${message}`]);
});

test("Argo CD alone takes the short form of an ssh URL", () => {
  expect(
    problemsOf(
      'version: 1\ngit: { url: "git@github.com:org/repo.git" }\ngitops: [argocd]\nclusters: { one: }\n',
    ),
  ).toEqual([]);
});

test.each([
  ["main", undefined],
  ["release/1.x", undefined],
  ["a..b", '".." is not allowed in it'],
  ["a b", '" " is not allowed in it'],
  ["-x", 'it may not begin with "-"'],
  ["@", 'it may not be "@"'],
  ["a/", 'it may not begin or end with "/" or hold "//"'],
  ["a.", "it may not end with a dot"],
  ["a.lock/b", 'its part "a.lock" may not begin with a dot or end with ".lock"'],
])("branch %s", (branch, reason) => {
  const text = `version: 1\ngit: { url: "https://example.com/r.git", branch: "${branch}" }\nclusters: { one: }\n`;
  expect(problemsOf(text)).toEqual(
    reason === undefined ? [] : [`2:50 services/git: "${branch}" is no branch name: ${reason}`],
  );
});
