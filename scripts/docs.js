// Writes the pages and schemas that are made from code: `npm run docs`. Tests hold each of them.
import { writeFileSync } from "node:fs";
import { commandReference } from "../dist/commands/help.js";
import { loadCommands } from "../dist/commands/registry.js";
import { lintSchemaText, servicesSchemaText } from "../dist/services/files.js";
import { servicesReference } from "../dist/services/reference.js";

const commands = await loadCommands();

const files = {
  "schemas/services.schema.json": servicesSchemaText(),
  "schemas/meshwright.schema.json": lintSchemaText(),
  "docs/services.md": servicesReference(),
  "docs/cli.md": commandReference(commands),
};
for (const [path, text] of Object.entries(files))
  writeFileSync(new URL(`../${path}`, import.meta.url), text);
