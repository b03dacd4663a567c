import { lintSchema, servicesSchema } from "./schema.ts";
import { shareParts } from "./schema/share.ts";

/** @returns the text of `schemas/services.schema.json`: what editors complete and check services.yaml with */
export function servicesSchemaText(): string {
  return print({ ...servicesSchema });
}

/** @returns the text of `schemas/meshwright.schema.json`, the same for `.meshwright.yaml` */
export function lintSchemaText(): string {
  const head = {
    $schema: "http://json-schema.org/draft-07/schema#",
    title: "Meshwright .meshwright.yaml",
  };
  return print({ ...head, ...lintSchema });
}

function print(schema: object): string {
  return `${JSON.stringify(shareParts(schema), null, 2)}\n`;
}
