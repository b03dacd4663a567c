// Everything that has to hold before a change lands, the same on a laptop and in CI, without network: npm run check.
// The last line says how many checks and tests passed and failed.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const scratch = mkdtempSync(join(tmpdir(), "meshwright-check-"));
const testReport = join(scratch, "tests.json");

/** The docs, the lock of generated files and the architecture are held by tests; see tests/. */
const checks = [
  ["types", "tsc", "-p", "."],
  ["build", "tsc", "-p", "tsconfig.build.json"],
  ["bundle", process.execPath, "scripts/bundle.js"],
  ["lint", "oxlint", "--type-aware", "--deny-warnings"],
  ["format", "oxfmt", "--check", "."],
  ["dead code", "knip"],
  [
    "tests, architecture and docs",
    "vitest",
    "run",
    "--reporter=dot",
    "--reporter=json",
    `--outputFile.json=${testReport}`,
  ],
  [
    "the example is what services.yaml says",
    process.execPath,
    "dist/cli.js",
    "generate",
    "--check",
  ],
  ["the example lints clean", process.execPath, "dist/cli.js", "lint"],
  ["package", "publint", "--strict"],
];

let passed = 0;
let failed = 0;
const failures = [];
for (const [name, program, ...words] of checks) {
  console.log(`\n== ${name}`);
  const { status, error } = spawnSync(program, words, {
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (error) console.log(`${program} cannot be run: ${error.message}`);
  const tests = name.startsWith("tests") ? readTests() : undefined;
  passed += (tests?.passed ?? 0) + (status === 0 ? 1 : 0);
  failed += (tests?.failed ?? 0) + (status === 0 ? 0 : 1);
  if (status !== 0) failures.push(name);
}
rmSync(scratch, { recursive: true, force: true });
console.log(failures.length > 0 ? `\nfailed: ${failures.join("; ")}` : "");
console.log(`${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

/** Reads how many tests passed; without a report the check itself has failed and says so. */
function readTests() {
  try {
    const { numPassedTests, numFailedTests } = JSON.parse(readFileSync(testReport, "utf8"));
    return { passed: numPassedTests, failed: numFailedTests };
  } catch {
    return undefined;
  }
}
