import { describe, expect, test } from "vitest";
import { shapeOf } from "../../shape.ts";
import { CelError } from "../error.ts";
import { declareType } from "./declare.ts";
import { checkRule } from "./rule.ts";

const text = { type: "string" };
const item = { type: "object", properties: { k: text } };
const schema = {
  type: "object",
  properties: {
    n: { type: "integer" },
    f: { type: "number" },
    s: text,
    d: { type: "string", format: "duration" },
    list: { type: "array", items: text },
    map: { type: "object", additionalProperties: { type: "integer" } },
    a: { type: "object", properties: { x: text } },
    b: { type: "object", properties: { x: text } },
    left: { type: "array", items: item },
    right: { type: "array", items: item },
    either: { "x-kubernetes-int-or-string": true },
    hidden: { "x-kubernetes-preserve-unknown-fields": true },
    hiddenList: { type: "array", items: { "x-kubernetes-preserve-unknown-fields": true } },
    hiddenMap: {
      type: "object",
      additionalProperties: { "x-kubernetes-preserve-unknown-fields": true },
    },
    template: {
      type: "object",
      "x-kubernetes-embedded-resource": true,
      "x-kubernetes-preserve-unknown-fields": true,
    },
    "a-b": text,
    in: text,
  },
};
const self = declareType(shapeOf(schema, schema), "self")!;

/** Each verdict was taken from the API server's own compiler, Kubernetes 1.37. */
function problemOf(rule: string, optionalOldSelf = false): string | undefined {
  try {
    checkRule(rule, self, optionalOldSelf, "bool");
    return undefined;
  } catch (error) {
    if (error instanceof CelError) return error.message;
    throw error;
  }
}

describe("a rule compiles", () => {
  test.each([
    ["self.n > 1 && self.f < 2 && self.n < self.f"],
    ["self.s == 'a' in [true] == false || true"],
    ["self.a == self.a && has(self.a.x) && !has(self.either.x)"],
    ["self.either == 1 || self.either == 'a' || self.either.startsWith('a')"],
    ["self.a__dash__b == self.__in__"],
    ["self.a == null || self.d == null"],
    ["self.list.map(x, size(x)).sum() > 0 && self.map.all(k, self.map[k] > 0)"],
    ["self.list.exists(x, i, x == 0 && i == 'a') == false"],
    ["self.map.transformMap(k, v, string(v))['a'] == '1'"],
    [
      "self.?s.orValue('') == '' && self.?a.x.hasValue() && self.map[?'a'].optMap(v, v + 1).value() == 2",
    ],
    ["'%s %d'.format([self.s, self.n]) == ''"],
    ["[self.s, 'a'] == self.list && {'a': self.n} == self.map"],
    ["[].all(x, x == 1) && [[]] == [[1]] && {} == self.map"],
    ["self.template.kind == '' && self.template.metadata.name == ''"],
    ["oldSelf.n <= self.n"],
    ["type(self.either) == int && type(self.d) == google.protobuf.Duration"],
    ["self.list.sortBy(x, size(x)) == self.list.sort()"],
    ["timestamp(0).getFullYear() == int(duration('1h'))"],
    ["!!(self.n == 1) && --self.n == 1"],
    ["r'\\d' == '\\\\d' && b'\\x61' == b'a' && '''a'b''' == \"a'b\" && .5 < 1e3"],
  ])("%s", (rule) => expect(problemOf(rule)).toBeUndefined());

  test("that is long", () => {
    expect(problemOf(Array(20_000).fill("self.n == 1").join(" || "))).toBeUndefined();
    expect(problemOf(`${"!".repeat(20_000)}true`)).toBeUndefined();
  });

  test("that may have no old object", () => {
    expect(problemOf("oldSelf.orValue(self).n == 1", true)).toBeUndefined();
    expect(problemOf("oldSelf.orValue(self).n == 1")).toContain("no matching overload");
  });
});

describe("a rule does not compile", () => {
  test.each([
    ["self.missing == 1", "undefined field 'missing'"],
    ["self.hidden == 1", "undefined field 'hidden'"],
    ["size(self.hiddenList) == 1", "undefined field 'hiddenList'"],
    ["size(self.hiddenMap) == 1", "undefined field 'hiddenMap'"],
    ["has(self.a.y)", "undefined field 'y'"],
    ["self.s.x == ''", "type 'string' does not support field selection of 'x'"],
    ["other == 1", "undeclared reference to 'other'"],
    ["self.s.reverse() == ''", "found no matching overload for 'reverse' applied to 'string.()'"],
    ["self.s.unknown()", "undeclared reference to 'unknown'"],
    ["math.abs(self.n) == 1", "undeclared reference to 'math'"],
    ["self.n == self.f", "found no matching overload for '_==_' applied to '(int, double)'"],
    ["self.n + 1.5 > 2.0", "found no matching overload for '_+_' applied to '(int, double)'"],
    ["self.s == null", "found no matching overload for '_==_' applied to '(string, null)'"],
    [
      "self.list == null",
      "found no matching overload for '_==_' applied to '(list(string), null)'",
    ],
    ["self.a == self.b", "found no matching overload for '_==_' applied to '(self.a, self.b)'"],
    ["size(self.left + self.right) == 1", "found no matching overload for '_+_'"],
    ["self.n ? true : false", "found no matching overload for '_?_:_'"],
    ["self.n && true", "found no matching overload for '_&&_'"],
    ["self.list.all(x, x)", "found no matching overload for '_&&_' applied to '(bool, string)'"],
    ["self.n.all(x, true)", "expression of type 'int' cannot be range of a comprehension"],
    ["self.list.existsOne(x, true)", "undeclared reference to 'x'"],
    ["self.list.map(self.n, true) == []", "the variable of a macro must be a simple name"],
    ["[1, 'a'].size() == 2", "expected type 'int' but found 'string'"],
    ["{'a': 1, 'b': 'c'}.size() == 2", "expected type 'int' but found 'string'"],
    ["duration('1 hour') == self.d", "invalid duration"],
    ["timestamp('today') == timestamp(0)", "invalid timestamp"],
    ["self.s.matches('(')", "invalid matches argument"],
    ["int('one') == self.n", "type conversion error"],
    ["'%d'.format([self.s]) == ''", "format: %d cannot print a value of type string"],
    ["'%s %s'.format([self.s]) == ''", "format: index 1 out of range"],
    ["self.n", "must give a bool, not a value of type int"],
    ["self.either", "must give a bool, not a value of type dyn"],
    ["self.s == 'a' ? self.n == 1 ? true : false : true", "cannot be parsed"],
    ["!-self.n == 1", "cannot be parsed"],
    ["size([1],) == 1", "cannot be parsed"],
    ["has(self)", "invalid argument to has() macro"],
    ["package == 1", "reserved identifier: package"],
    ["9223372036854775808 > 0", "invalid int literal"],
    [`${"(".repeat(300)}true${")".repeat(300)}`, "nested deeper than 250 levels"],
    [`${"self.a.".repeat(20_000)}x == ''`, "nested deeper than 250 levels"],
    [`${"1 + ".repeat(20_000)}1 == 1`, "nested deeper than 250 levels"],
  ])("%s: %s", (rule, problem) => expect(problemOf(rule)).toContain(problem));
});
