import { describe, expect, test } from "vitest";
import { parseGoDuration } from "./duration.ts";
import { formatCheck } from "./formats.ts";
import { parseIp, parsePrefix } from "../core/ip.ts";
import { compareQuantities, parseQuantity } from "./quantity.ts";
import { parseRequestUri } from "./request-uri.ts";

describe("formats of custom resources", () => {
  test.each<[string, string[], string[]]>([
    ["duration", ["1d", "3 days", "2 weeks", "PT1H", "0", "1h30m", "-1.5s"], ["5", "", "h"]],
    ["ipv4", ["1.2.3.4", "01.2.3.4"], ["1.2.3", "1.2.3.256", "::1"]],
    ["ipv6", ["::1", "fd00::1:2", "::ffff:1.2.3.4"], ["1.2.3.4", ":::", "1::2::3", "g::"]],
    ["cidr", ["10.0.0.0/8", "010.0.0.0/8", "::/0"], ["10.0.0.0", "10.0.0.0/33", "x/8"]],
    ["date", ["2024-02-29"], ["2023-02-29", "2024-13-01", "24-01-01"]],
    [
      "date-time",
      ["2024-02-29T12:00:00Z", "2024-02-29t12:00:00.5+02:00"],
      ["2024-02-29T12:00:00", "2024-02-30T12:00:00Z", "2024-02-29T24:00:00Z"],
    ],
    ["byte", ["YWI=", "YWJj"], ["", "YWI", "%"]],
    [
      "uri",
      ["/path", "http://a/b", "mailto:x@y", "http:"],
      ["a/b", "", "http://a:x/", "/%zz", "http://a b/"],
    ],
    ["hostname", ["a.example.com", "localhost"], ["-a.example.com", `${"a".repeat(64)}.com`]],
    ["email", ["a@b", "Name <a@b.example>"], ["a", "a b@c", "@b"]],
    ["mac", ["00:00:5e:00:53:01", "0000.5e00.5301"], ["00:00:5e:00:53", "00:00-5e:00:53:01"]],
    ["uuid", ["123E4567-e89b-12d3-a456-426614174000"], ["123"]],
    ["isbn", ["0321751043", "978-0321751041"], ["0321751044"]],
    ["creditcard", ["4111 1111 1111 1111"], ["4111111111111112"]],
    ["rgbcolor", ["rgb(255, 0,1)"], ["rgb(256,0,0)"]],
    ["k8s-short-name", ["a-b"], ["A", "-a", "a".repeat(64)]],
    ["k8s-long-name", ["a-b.c"], ["a..b"]],
  ])("%s", (format, good, bad) => {
    const accepts = formatCheck(format)!;
    expect(good.filter((text) => !accepts(text))).toEqual([]);
    expect(bad.filter(accepts)).toEqual([]);
  });

  test.each(["ip", "int-or-string", "quantity", "constructor"])("%s is ignored", (format) =>
    expect(formatCheck(format)).toBeUndefined(),
  );
});

test.each([
  ["1.5h", 5_400_000_000_000n],
  ["-1us", -1000n],
  [".5s", 500_000_000n],
  ["1h1", undefined],
  ["999999999h", undefined],
])("duration %s is %s nanoseconds", (text, nanos) => expect(parseGoDuration(text)).toBe(nanos));

test("addresses have leading zeros only where that is allowed", () => {
  expect(parseIp("010.0.0.1")).toBeUndefined();
  expect(parseIp("010.0.0.1", true)).toEqual([10, 0, 0, 1]);
  expect(parsePrefix("fd00::/129")).toBeUndefined();
  expect(parseIp("1::2:1.2.3.4")).toEqual([0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 1, 2, 3, 4]);
});

test.each([
  ["1Ki", "1024", 0],
  ["1.5", "1500m", 0],
  ["1e3", "1k", 0],
  ["0.1n", "1n", 0],
  ["-1", "1", -1],
  ["1E", "1P", 1],
])("quantity %s against %s", (left, right, order) =>
  expect(compareQuantities(parseQuantity(left)!, parseQuantity(right)!)).toBe(order),
);

test.each(["", "MB", "1MB", "1 Gi", "1e", "0x1", "1e99999999999"])("%j is no quantity", (text) =>
  expect(parseQuantity(text)).toBeUndefined(),
);

test("a URI is read as a request line has it", () => {
  expect(parseRequestUri("https://u:p@[::1]:8080/a%20b?x=1")).toEqual({
    scheme: "https",
    host: "[::1]:8080",
    path: "/a%20b",
    query: "x=1",
  });
  expect(parseRequestUri("//a/b")).toMatchObject({ host: "", path: "//a/b" });
  expect(parseRequestUri("http://[fe80::1%25en0]/")).toMatchObject({ host: "[fe80::1%en0]" });
  for (const host of ["a[b]", "[a]", "[10.0.0.1]", "[::1", "[::1]b"])
    expect(parseRequestUri(`http://${host}/`), host).toBeUndefined();
});
