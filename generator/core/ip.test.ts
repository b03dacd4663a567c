import { expect, test } from "vitest";
import { parseAddress, parsePoolRange } from "./ip.ts";

test.each([
  ["10.0.0.1", { family: 4, value: 0x0a000001n }],
  ["::ffff:10.0.0.1", { family: 4, value: 0x0a000001n }],
  ["::ffff:a00:1", { family: 4, value: 0x0a000001n }],
  ["::10.0.0.1", { family: 6, value: 0x0a000001n }],
  ["fd00::1", { family: 6, value: (0xfd00n << 112n) + 1n }],
  ["fe80::1%eth0", undefined],
  ["10.0.0.01", undefined],
  ["10.0.0", undefined],
])("%s is the address that Go reads", (text, address) => {
  expect(parseAddress(text)).toEqual(address);
});

test.each([
  ["10.9.0.7/24", { family: 4, first: 0x0a090000n, last: 0x0a0900ffn }],
  ["10.9.0.0/024", { family: 4, first: 0x0a090000n, last: 0x0a0900ffn }],
  ["10.9.0.1 - 10.9.0.4", { family: 4, first: 0x0a090001n, last: 0x0a090004n }],
  ["::ffff:10.9.0.1-10.9.0.4", { family: 4, first: 0x0a090001n, last: 0x0a090004n }],
])("%s is a pool's range", (text, range) => {
  expect(parsePoolRange(text)).toEqual(range);
});

test.each([
  "10.9.0.0/33",
  "fd00::/129",
  " 10.9.0.0/24",
  "10.9.0.1",
  "10.9.0.9-10.9.0.1",
  "10.9.0.1-fd00::9",
  "-",
  "",
  "10.9.0.1-10.9.0.2-10.9.0.3",
])("%j is refused", (text) => {
  expect(parsePoolRange(text)).toEqual(expect.stringContaining(JSON.stringify(text)));
});
