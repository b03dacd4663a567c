import { expect, test } from "vitest";
import { formatFloatKey, resolvePlain, resolveScalar } from "./scalar.ts";

const valueOf = (text: string) => resolvePlain(text).value;

test("takes booleans and nulls in their exact spellings only", () => {
  for (const text of ["y", "Yes", "YES", "on", "True"]) expect(valueOf(text)).toBe(true);
  for (const text of ["n", "No", "OFF", "false"]) expect(valueOf(text)).toBe(false);
  for (const text of ["", "~", "null", "Null", "NULL"]) expect(valueOf(text)).toBeNull();
  for (const text of ["yEs", "oN", "tRUE", "nULL", "none"]) expect(valueOf(text)).toBe(text);
});

test("reads integers in every base, with underscores", () => {
  const cases: [string, number | bigint][] = [
    ["014", 12],
    ["0o14", 12],
    ["0O14", 12],
    ["0b11", 3],
    ["-0b11", -3],
    ["0x1f", 31],
    ["1_000", 1000],
    ["+5", 5],
    ["-0", 0],
    ["9007199254740993", 9007199254740993n],
    ["-9223372036854775808", -(2n ** 63n)],
    ["18446744073709551615", 2n ** 64n - 1n],
  ];
  for (const [text, value] of cases)
    expect(resolvePlain(text), text).toMatchObject({ type: "integer", value });
});

test("reads floats, and leaves times, versions and the like as text", () => {
  const floats: [string, number][] = [
    ["1e3", 1000],
    ["1.0", 1],
    [".5", 0.5],
    ["1.", 1],
    ["09.5", 9.5],
    ["08", 8],
    ["18446744073709551616", 2 ** 64],
    ["+9223372036854775808", 2 ** 63],
  ];
  for (const [text, value] of floats)
    expect(resolvePlain(text), text).toEqual({ type: "float", value });
  for (const text of [
    "12:30:45",
    "2001-01-01",
    "1.2.3",
    "0o8",
    "0x",
    "1e",
    "+.5.",
    "1e400",
    "-",
    "_1",
  ]) {
    expect(resolvePlain(text), text).toEqual({ type: "string", value: text });
  }
});

test("obeys tags", () => {
  const tagged = (name: string, text: string, style: "plain" | "double" = "plain") =>
    resolveScalar({ text, style, tag: `tag:yaml.org,2002:${name}` });
  expect(tagged("str", "5")).toEqual({ type: "string", value: "5" });
  expect(tagged("int", "5", "double")).toMatchObject({ type: "integer", value: 5 });
  expect(tagged("float", "5")).toEqual({ type: "float", value: 5 });
  expect(tagged("binary", "aGk=")).toEqual({ type: "string", value: "hi" });
  expect(tagged("int", "x")).toMatchObject({ type: "invalid" });
  expect(tagged("binary", "x")).toMatchObject({ type: "invalid" });
  expect(resolveScalar({ text: "5", style: "plain", tag: "!custom" })).toEqual({
    type: "string",
    value: "5",
  });
});

test("writes float keys as Go does", () => {
  const keys = [1000, 1e6, 0.1, 1e-5, 0.0001, 123456789.5, -0.5, 3.4e39].map(formatFloatKey);
  expect(keys).toEqual([
    "1000",
    "1e+06",
    "0.1",
    "1e-05",
    "0.0001",
    "1.2345679e+08",
    "-0.5",
    ".inf",
  ]);
});
