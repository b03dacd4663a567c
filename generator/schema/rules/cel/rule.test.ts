import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { shapeOf } from "../../shape.ts";
import type { JsonSchema, SchemaProblem } from "../../types.ts";
import { createRuleChecker } from "./rule.ts";

/** Runs one rule of `self`, or of the schema given, and returns its messages. */
function failures(
  rule: string | JsonSchema,
  value: unknown = {},
  schema: JsonSchema = { type: "object" },
): string[] {
  const rules = [typeof rule === "string" ? { rule, message: "broken" } : rule];
  const whole = {
    type: "object",
    properties: { value: { ...schema, "x-kubernetes-validations": rules } },
  };
  const problems: SchemaProblem[] = [];
  createRuleChecker().check({ value }, shapeOf(whole, whole), problems);
  return problems.map(({ message }) => message);
}

const text = { type: "string" };
const object = (properties: JsonSchema): JsonSchema => ({ type: "object", properties });

describe("expressions that hold", () => {
  test.each([
    ["1 + 2 == 3 && 7 / 2 == 3 && -7 % 3 == -1 && 2.0 * 1.5 == 3.0"],
    ["dyn(1) == 1.0 && 2 > 1.5 && 1u < 2"],
    ["9223372036854775807 > 0 && -9223372036854775808 < 0"],
    ["'a' + 'b' == 'ab' && size('😀😀') == 2 && 'é'.size() == 1"],
    ["1 in [1, 2] && !('c' in {'a': 1})"],
    ["true || 1 / 0 == 1"],
    ["1 / 0 == 1 || true"],
    ["!(false && 1 / 0 == 1) && !(1 / 0 == 1 && false)"],
    ["[1, 2, 3].all(x, x > 0) && [1, 2].exists(x, x == 2) && [1, 2].exists_one(x, x == 2)"],
    ["[1, 0].exists(x, 4 / x == 4) && ![0, 1].all(x, 4 / x == 5)"],
    ["[1, 2, 3].filter(x, x > 1).map(x, x * 2) == [4, 6] && [1, 2].map(x, x > 1, x) == [2]"],
    ["{'a': 1}.all(k, v, k == 'a' && v == 1) && [5, 6].transformList(i, v, i + v) == [5, 7]"],
    [
      "{'a': 1}.transformMap(k, v, v + 1) == {'a': 2} && {'a': 'b'}.transformMapEntry(k, v, {v: k}) == {'b': 'a'}",
    ],
    ["[3, 1, 2].sort() == [1, 2, 3] && ['bb', 'a'].sortBy(x, size(x)) == ['a', 'bb']"],
    [
      "[1, 2, 2].distinct() == [1, 2] && [[1], [2]].flatten() == [1, 2] && [1, 2, 3].slice(1, 3) == [2, 3] && lists.range(2) == [0, 1]",
    ],
    [
      "[1, 2].sum() == 3 && [1, 2].max() == 2 && ['b', 'a'].min() == 'a' && [1, 2].isSorted() && [1, 2, 1].lastIndexOf(1) == 2",
    ],
    [
      "sets.contains([1, 2], [1]) && sets.equivalent([1, 2], [2, 1, 1]) && !sets.intersects([1], [2])",
    ],
    ["'abc'.matches('^a.c$') && 'a1b22'.findAll('[0-9]+') == ['1', '22'] && 'x'.find('y') == ''"],
    [
      "'hello'.charAt(1) == 'e' && 'hello'.indexOf('l') == 2 && 'hello'.lastIndexOf('l') == 3 && 'hello'.substring(1, 3) == 'el'",
    ],
    [
      "'a,b'.split(',') == ['a', 'b'] && ['a', 'b'].join('-') == 'a-b' && 'aaa'.replace('a', 'b', 2) == 'bba' && ' x '.trim() == 'x'",
    ],
    ["'Ä B'.lowerAscii() == 'Ä b' && '%s is %d'.format(['x', 5]) == 'x is 5'"],
    ["url('https://u@h:80/a b?k=1#f').getHostname() == 'h' || !isURL('https://u@h:80/a b?k=1#f')"],
    [
      "url('https://[::1]:80/p?k=1&k=2').getPort() == '80' && url('https://[::1]:80/p?k=1&k=2').getQuery() == {'k': ['1', '2']}",
    ],
    ["!isURL('../x') && isURL('/x') && url('https://a/b c').getEscapedPath() == '/b%20c'"],
    [
      "isIP('::1') && !isIP('010.0.0.1') && ip('fe80::1').isLinkLocalUnicast() && ip.isCanonical('::1') && ip('10.0.0.1').family() == 4",
    ],
    [
      "cidr('10.0.0.0/8').containsIP('10.1.2.3') && cidr('10.0.0.0/8').containsCIDR('10.1.0.0/16') && !isCIDR('10.0.0.0/33')",
    ],
    ["cidr('10.1.2.3/8').masked() == cidr('10.0.0.0/8') && cidr('10.0.0.0/8').prefixLength() == 8"],
    [
      "quantity('1Gi').isGreaterThan(quantity('1G')) && quantity('1.5').add(1) == quantity('2500m') && !isQuantity('1MB')",
    ],
    [
      "semver('1.2.3-rc.1').isLessThan(semver('1.2.3')) && isSemver('v1.2', true) && !isSemver('v1.2') && semver('1.2.3').minor() == 2",
    ],
    [
      "!format.dns1123Label().validate('ok').hasValue() && format.dns1123Label().validate('Bad').hasValue()",
    ],
    [
      "optional.of(1).orValue(2) == 1 && optional.none().orValue(2) == 2 && {'a': 1}.?b.orValue(5) == 5 && [1][?3] == optional.none()",
    ],
    ["optional.of(2).optMap(x, x + 1).value() == 3"],
    ["[?optional.of(1), 2, ?optional.none()] == [1, 2] && [? {'a': 1}.?a] == [1]"],
    [
      "{?'a': optional.of(1), 'b': 2, ? 'c': optional.none()} == {'a': 1, 'b': 2} && size({?'a': {}.?b}) == 0",
    ],
    ["([?optional.of([?optional.none(), 'x'])])[0][0] == 'x' && 1 in [?[1][?0]]"],
    ["[1, 2].map(i, [?i > 1 ? optional.of(i) : optional.none()]) == [[], [2]]"],
    ["[ // [?\n ?optional.of('[?'), '{?', r'[?'] == ['[?', '{?', '[?']"],
    [
      "{?(true ? 'a' : 'b'): optional.of(1), ?false ? 'a' : 'c': optional.of(2)} == {'a': 1, 'c': 2}",
    ],
    [
      "timestamp('2020-02-03T04:05:06.5Z').getDayOfMonth() == 2 && timestamp('2020-02-03T04:05:06Z') + duration('1h') == timestamp('2020-02-03T05:05:06Z')",
    ],
    [
      "timestamp('2020-06-01T00:00:00Z').getHours('Europe/Paris') == 2 && duration('90m').getHours() == 1 && string(duration('1.5s')) == '1.5s'",
    ],
    [
      "type(1) == int && type('a') == string && int('5') == 5 && string(1.5) == '1.5' && double('1e3') == 1000.0 && bool('true')",
    ],
    ["b'ab' == bytes('ab') && size(b'ab') == 2"],
    ["[1] + [2] == [1, 2] && dyn({'a': [1]}) == {'a': [1.0]}"],
  ])("%s", (rule) => expect(failures(rule)).toEqual([]));
});

describe("expressions that fail", () => {
  test.each([
    ["1 / 0 == 1", "division by zero"],
    ["[?1] == [1]", "expected type 'optional_type(int)' but found 'int'"],
    ["{?'a': 1} == {}", "expected type 'optional_type(int)' but found 'int'"],
    ...[
      "[?]",
      "{?}",
      "[1, ?]",
      "[??optional.of(1)]",
      "size(?[1])",
      "size([1], ?2)",
      "(?1)",
      "{'a': ?1}",
    ].map((wrong) => [wrong, "cannot be parsed"]),
    ["9223372036854775807 + 1 > 0", "integer overflow"],
    ["{'a': 1}['b'] == 1", "no such key: b"],
    ["[1][1] == 1", "index out of bounds: 1"],
    ["'a' < 1", "found no matching overload for '_<_' applied to '(string, int)'"],
    ["dyn('a') < 1", "no such overload"],
    ["unknown == 1", "undeclared reference to 'unknown'"],
    ["nothing(1)", "undeclared reference to 'nothing'"],
    ["'a'.matches('(')", "invalid matches argument"],
    ["ip('x').family() == 4", "parse error"],
    ["1 +", "cannot be parsed"],
    ["'text'", "must give a bool, not a value of type string"],
  ])("%s: %s", (rule, reason) => {
    const [message] = failures(rule);
    expect(message).toContain("broken (the rule");
    expect(message).toContain(reason);
  });
});

describe("fields", () => {
  test("have CEL's names", () => {
    const schema = object({ in: text, "x-y": text, "a.b": text, namespace: text, a__b: text });
    const value = { in: "1", "x-y": "2", "a.b": "3", namespace: "4", a__b: "5" };
    expect(
      failures(
        "self.__in__ + self.x__dash__y + self.a__dot__b + self.__namespace__ + self.a__underscores__b == '12345'",
        value,
        schema,
      ),
    ).toEqual([]);
  });

  test("have the types of their schema", () => {
    const schema = object({
      whole: { type: "integer" },
      real: { type: "number" },
      either: { "x-kubernetes-int-or-string": true },
      time: { ...text, format: "date-time" },
      span: { ...text, format: "duration" },
      bytes: { ...text, format: "byte" },
    });
    const value = {
      whole: 1,
      real: 1,
      either: 1,
      time: "2020-01-01T00:00:00Z",
      span: "90s",
      bytes: "YWI=",
    };
    const types =
      "type(self.whole) == int && type(self.real) == double && type(self.either) == int";
    expect(
      failures(
        `${types} && self.time.getFullYear() == 2020 && self.span == duration('1m30s') && self.bytes == b'ab'`,
        value,
        schema,
      ),
    ).toEqual([]);
  });

  test("that are missing make a rule fail, unless it asks first", () => {
    const schema = object({ a: text });
    expect(failures("self.a == 'x'", {}, schema)).toEqual([
      "broken (the rule self.a == 'x' fails: no such key: a)",
    ]);
    expect(failures("!has(self.a) || self.a == 'x'", {}, schema)).toEqual([]);
    expect(
      failures("!has(self.a)", { a: null }, object({ a: { ...text, nullable: true } })),
    ).toEqual([]);
    expect(failures("!has(self.b)", {}, schema)[0]).toContain("undefined field 'b'");
    expect(failures("self.a != null", { a: "x" }, schema)[0]).toContain("no matching overload");
  });

  test("of every resource are apiVersion, kind and its names", () => {
    const schema = {
      type: "object",
      "x-kubernetes-validations": [
        { rule: "self.metadata.name.startsWith('a') && self.kind == 'Trap'" },
      ],
    };
    const problems: SchemaProblem[] = [];
    createRuleChecker().check(
      { kind: "Trap", metadata: { name: "abc", labels: {} } },
      shapeOf(schema, schema),
      problems,
    );
    expect(problems).toEqual([]);
  });
});

describe("lists", () => {
  const items = object({ k: text, v: text });

  test("of type set and map compare and add up without regard to order", () => {
    const set = { type: "array", items: text, "x-kubernetes-list-type": "set" };
    expect(
      failures(
        "self.a == self.b && self.a + ['y', 'z'] == ['x', 'y', 'z']",
        { a: ["x", "y"], b: ["y", "x"] },
        object({ a: set, b: set }),
      ),
    ).toEqual([]);
    const map = {
      type: "array",
      items,
      "x-kubernetes-list-type": "map",
      "x-kubernetes-list-map-keys": ["k"],
    };
    const value = [
      [{ k: "1", v: "a" }, { k: "2" }],
      [{ k: "2" }, { k: "1", v: "b" }],
    ];
    expect(
      failures(
        "self[0] != self[1] && (self[0] + self[1])[0].v == 'b' && size(self[0] + self[1]) == 2",
        value,
        { type: "array", items: map },
      ),
    ).toEqual([]);
    expect(
      failures(
        "self.a != self.b",
        { a: ["x", "y"], b: ["y", "x"] },
        object({ a: { type: "array", items: text }, b: { type: "array", items: text } }),
      ),
    ).toEqual([]);
  });
});

describe("rules", () => {
  test("on change do not run on create, unless the old object is optional", () => {
    expect(failures("self == oldSelf", "a", text)).toEqual([]);
    expect(
      failures({ rule: "oldSelf.hasValue()", optionalOldSelf: true, message: "no old" }, "a", text),
    ).toEqual(["no old"]);
  });

  test("say what their message expression gives, and point where they say", () => {
    expect(
      failures(
        { rule: "self.a == 'x'", messageExpression: "'a is ' + self.a" },
        { a: "y" },
        object({ a: text }),
      ),
    ).toEqual(["a is y"]);
    expect(
      failures(
        { rule: "self.a == 'x'", messageExpression: "self.b", message: "plain" },
        { a: "y" },
        object({ a: text }),
      ),
    ).toEqual(["plain"]);
    const schema = {
      ...object({ a: object({ b: text }) }),
      "x-kubernetes-validations": [{ rule: "false", fieldPath: ".a['b']" }],
    };
    const problems: SchemaProblem[] = [];
    createRuleChecker().check({ a: { b: "x" } }, shapeOf(schema, schema), problems);
    expect(problems).toMatchObject([
      { path: ["a", "b"], message: "must satisfy false", rule: "schema/cel" },
    ]);
  });

  test("hold in branches of allOf, not of anyOf", () => {
    const rule = { "x-kubernetes-validations": [{ rule: "false", message: "broken" }] };
    expect(failures("true", "a", { ...text, allOf: [rule] })).toEqual(["broken"]);
    expect(failures("true", "a", { ...text, anyOf: [rule] })).toEqual([]);
  });

  test("that would run on for long are stopped", () => {
    const list = "lists.range(1000)";
    const [message] = failures(`${list}.all(a, ${list}.all(b, ${list}.all(c, a + b + c >= 0)))`);
    expect(message).toContain("takes too long");
  });

  test("never make the checker throw", () => {
    const rules = fc.array(
      fc.constantFrom(
        "self",
        ".a",
        "[0]",
        "(",
        ")",
        "1",
        "'x'",
        "+",
        "==",
        "in",
        "?",
        ":",
        ".map(x, x)",
        ".size()",
        "matches",
        "b",
        "!",
        "{",
        "}",
        ",",
      ),
      {
        maxLength: 8,
      },
    );
    fc.assert(
      fc.property(rules, fc.jsonValue({ maxDepth: 2 }), (parts, value) => {
        expect(
          Array.isArray(
            failures(parts.join(""), value, { "x-kubernetes-preserve-unknown-fields": true }),
          ),
        ).toBe(true);
      }),
    );
  });
});
