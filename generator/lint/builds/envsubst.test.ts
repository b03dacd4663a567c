import fc from "fast-check";
import { expect, test } from "vitest";
import { substituteVariables } from "./envsubst.ts";

const values: Record<string, string> = {
  name: "Web Shop",
  path: "a/b/c.tar.gz",
  empty: "",
  n: "7",
};
const substitute = (text: string) => {
  const result = substituteVariables(text, (name) =>
    Object.hasOwn(values, name) ? values[name] : undefined,
  );
  return "text" in result ? result.text : result;
};

test.each([
  ["${name}", "Web Shop"],
  ["a ${n}$n $${name} $", "a 7$n ${name} $"],
  ["${missing:=default}-${missing:-${n}}", "default-7"],
  ["${empty:=x}${empty}", "x"],
  ["${name:4}|${name:0:3}|${name:-4}", "Shop|Web|Web Shop"],
  ["${#name}", "8"],
  ["${name^^} ${name,,} ${name,}", "WEB SHOP web shop web Shop"],
  ["${path#*/} ${path##*/}", "b/c.tar.gz c.tar.gz"],
  ["${path%.*} ${path%%.*}", "a/b/c.tar a/b/c"],
  [
    "${name/ /-} ${name//S/s} ${name/#Web/Net} ${name/%Shop/Site}",
    "Web-Shop Web shop Net Shop Web Site",
  ],
])("%s", (text, expected) => {
  expect(substitute(text)).toBe(expected);
});

test("a variable without value and a broken expression are said", () => {
  expect(substitute("${missing}")).toEqual({
    problem: "variable not set: missing",
    variable: "missing",
  });
  expect(substitute("${missing^^}")).toMatchObject({ variable: "missing" });
  expect(substitute("${name")).toEqual({ problem: "missing closing brace", variable: undefined });
  expect(substitute("${}")).toMatchObject({ variable: undefined });
});

test("any text is taken without exception, and text without a dollar sign stays", () => {
  fc.assert(
    fc.property(
      fc.string({
        unit: fc.constantFrom(
          "$",
          "{",
          "}",
          ":",
          "=",
          "-",
          "a",
          "name",
          "/",
          "#",
          "%",
          "^",
          " ",
          "0",
        ),
      }),
      (text) => {
        const result = substituteVariables(text, (name) => values[name]);
        if (!text.includes("$")) expect(result).toEqual({ text });
      },
    ),
    { seed: 7, numRuns: 2000 },
  );
});
