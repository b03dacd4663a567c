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
])("%s matches %s (separator %s): %s", (pattern, value, separator, expected) => {
  expect(matchesPattern(pattern, value, separator)).toBe(expected);
});

test("a pattern too large for an expression matches nothing", () => {
  expect(matchesPattern("a".repeat(20_000_000), "a")).toBe(false);
});
