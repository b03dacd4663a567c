// Writes the files that are made from the schema of services.yaml: `npm run docs`.
import { writeFileSync } from "node:fs";
import { lintSchemaText, servicesSchemaText } from "../dist/services/files.js";
import { servicesReference } from "../dist/services/reference.js";

const files = {
  "schemas/services.schema.json": servicesSchemaText(),
  "schemas/meshwright.schema.json": lintSchemaText(),
  "docs/services.md": servicesReference(),
};
for (const [path, text] of Object.entries(files))
  writeFileSync(new URL(`../${path}`, import.meta.url), text);
