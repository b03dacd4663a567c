import fc from "fast-check";
import { expect, test } from "vitest";
import { matchesPattern } from "./patterns.ts";

test.each([
  ["*", "anything/at/all", "/", true],
  ["https://git.example.com/*", "https://git.example.com/fleet", "/", true],
  ["https://git.example.com/*", "https://git.example.com/a/fleet", "/", false],
  ["https://git.example.com/**", "https://git.example.com/a/fleet", "/", true],
  ["shop-?", "shop-1", "", true],
  ["{shop,web}", "web", "", true],
  ["shop.", "shopx", "", false],
  ["(", "(", "", true],
  ["shop,web", "web", "", false],
  ["shop,web", "shop,web", "", true],
  ["{shop,{web,api}}-*", "api-1", "", true],
  ["shop-[0-9]", "shop-7", "", true],
  ["shop-[!ab]", "shop-a", "", false],
  ["shop-[ab", "shop-[ab", "", false],
  ["shop-[b-a]", "shop-b", "", false],
  ["shop-\\*", "shop-*", "", true],
  ["shop-\\*", "shop-1", "", false],
  ["https://git.example.com/{a,b}/*", "https://git.example.com/b/fleet", "/", true],
  ["https://git.example.com/?/fleet", "https://git.example.com///fleet", "/", false],
])("%s matches %s (separator %s): %s", (pattern, value, separator, expected) => {
  expect(matchesPattern(pattern, value, separator)).toBe(expected);
});

test("a pattern too large for an expression matches nothing", () => {
  expect(matchesPattern("a".repeat(20_000_000), "a")).toBe(false);
});

test("many stars are no burden", () => {
  const start = performance.now();
  expect(matchesPattern(`${"*a".repeat(40)}b`, "a".repeat(2000))).toBe(false);
  expect(matchesPattern(`[a]${"*a".repeat(40)}b`, "a".repeat(2000), "/")).toBe(false);
  expect(performance.now() - start).toBeLessThan(1000);
});

test("any pattern is compared with any value", () => {
  const sign = fc.constantFrom(..."ab*?[]{},!^-/\\.$😀\n");
  const any = fc.oneof(fc.string({ unit: sign }), fc.string({ unit: "binary" }));
  fc.assert(
    fc.property(any, any, fc.constantFrom("", "/"), (pattern, value, separator) => {
      expect(typeof matchesPattern(pattern, value, separator)).toBe("boolean");
      const literal = value.replaceAll(/[*?[\]{},\\]/g, "\\$&");
      expect(matchesPattern(literal, value, separator)).toBe(true);
    }),
  );
});
