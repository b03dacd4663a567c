// Holds our SARIF against the schema of OASIS, which is not ours to ship:
// `npm run build && node scripts/sarif-schema.js <sarif-schema-2.1.0.json> [file or folder to lint]...`.
// Exits 1 and says where the output breaks the schema. The schema's draft 4 and draft 7 forms both do.
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { Ajv } from "ajv";

const [schemaPath, ...targets] = process.argv.slice(2);
if (schemaPath === undefined) {
  console.error("Usage: node scripts/sarif-schema.js <sarif-schema-2.1.0.json> [path]...");
  process.exit(2);
}
const {
  $schema: _draft,
  id: _id,
  $id: _$id,
  ...schema
} = JSON.parse(readFileSync(schemaPath, "utf8"));
const cli = new URL("../dist/cli.js", import.meta.url).pathname;
const { stdout, status } = spawnSync(
  process.execPath,
  [cli, "lint", "--format", "sarif", "--no-cache", ...targets],
  { encoding: "utf8", maxBuffer: 2 ** 30 },
);
if (status === 2 || stdout === "") {
  console.error("lint printed no report");
  process.exit(2);
}
const validate = new Ajv({
  strict: false,
  unicodeRegExp: false,
  allErrors: true,
  validateFormats: false,
}).compile(schema);
const log = JSON.parse(stdout);
validate(log);
for (const { instancePath, message } of validate.errors ?? [])
  console.log(`${instancePath} ${message}`);
console.log(`${log.runs[0].results.length} results, ${validate.errors?.length ?? 0} problems`);
process.exitCode = validate.errors?.length ? 1 : 0;
