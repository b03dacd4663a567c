import { expect, test } from "vitest";
import { suggest } from "./suggest.ts";

const fields = ["hosts", "http", "gateways", "exportTo"];

test.each([
  ["hosst", "hosts"],
  ["Hosts", "hosts"],
  ["htpp", "http"],
  ["exportto", "exportTo"],
  ["gatewyas", "gateways"],
  ["weight", undefined],
  ["x", undefined],
  ["h".repeat(300), undefined],
])("%s → %s", (word, expected) => {
  expect(suggest(word, fields)).toBe(expected);
});
