import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

interface LockedPackage {
  version?: string;
  resolved?: string;
  link?: boolean;
  dependencies?: Record<string, string>;
  optionalDependencies?: Record<string, string>;
}

const { packages } = JSON.parse(readFileSync("package-lock.json", "utf8")) as {
  packages: Record<string, LockedPackage>;
};

// Where a registry lacks a platform's package, `npm install` leaves it out and `npm ci` then refuses the file, on every platform.
test("the lock file names the packages of every platform, so that npm ci takes it", () => {
  const optional = Object.entries(packages).flatMap(([parent, { optionalDependencies = {} }]) =>
    Object.entries(optionalDependencies).map(([name, version]) => ({ parent, name, version })),
  );
  const pinned = optional.filter(({ version }) => /^\d/.test(version));
  expect(pinned.length).toBeGreaterThan(50);
  const missing = pinned.filter(
    ({ name, version }) => packages[`node_modules/${name}`]?.version !== version,
  );
  expect(missing).toEqual([]);
});

test("the lock file holds no address of a registry", () => {
  const addresses = Object.values(packages).filter(
    ({ resolved, link }) => resolved !== undefined && link !== true,
  );
  expect(addresses).toEqual([]);
});
