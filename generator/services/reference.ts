import { isMapping, listOf } from "../core/json.ts";
import { printYaml } from "../yaml/print.ts";
import { servicesSchema } from "./schema.ts";

/** A part of the schema that has fields of its own, under the name that the reference gives it. */
interface Section {
  title: string;
  node: Node;
}

type Node = Readonly<Record<string, unknown>>;

const top = "Top level";

const introduction = `# services.yaml

This page is made from the schema of the file (\`npm run docs\`); the same schema completes and checks the file in an editor whose YAML support reads this first line:

\`\`\`yaml
# yaml-language-server: $schema=node_modules/meshwright/schemas/services.schema.json
\`\`\`

The smallest file:

\`\`\`yaml
version: 1
git:
  url: https://git.example.com/platform/fleet.git
domain: app.example.com
clusters:
  paas-test:
services:
  shop:
\`\`\`

It puts Istio into one cluster and sends every request for \`shop.app.example.com\` to port 80 of the Service \`shop\` in the namespace \`shop\`.

- **What differs by cluster** stands under \`clusters.<name>\`: any of \`gitops\`, \`domain\`, \`mesh\`, \`metallb\`, \`dashboards\`, \`flux\` and \`argocd\`. Mappings are merged over the top level's; lists replace lists.
- **What differs by cluster for one service** stands under \`services.<name>.clusters.<cluster>\`. There \`versions\` replaces \`versions\`.
- **Routes** are looked at in the order of \`routes\`, then \`paths\`. The first that matches decides.
- **Versions** of Istio, MetalLB and Kubernetes stand in quotes where YAML would read a number: \`kubernetes: "1.30"\`, since \`1.30\` is the number 1.3.
`;

/**
 * Writes the reference of services.yaml.
 * @returns the text of `docs/services.md`
 */
export function servicesReference(): string {
  const sections: Section[] = [];
  addSections(sections, top, { ...servicesSchema });
  return [introduction, ...sections.map((section) => printSection(section, sections))].join("\n");
}

/**
 * A section and those below it, after those told already. What a cluster repeats from the top level, and an override from its service,
 * is not told twice.
 */
function addSections(told: Section[], title: string, node: Node): void {
  if (findSection(told, node) !== undefined) return;
  told.push({ title, node });
  for (const [name, field] of Object.entries(fieldsOf(node))) {
    const inside = insideOf(field);
    if (inside !== undefined)
      addSections(told, titleBelow(title, name + inside.suffix), inside.node);
  }
}

/** The section that has all the fields of this part. */
function findSection(sections: readonly Section[], node: Node): Section | undefined {
  const fields = Object.entries(fieldsOf(node)).map(
    ([name, field]) => [name, JSON.stringify(field)] as const,
  );
  return sections.find((section) =>
    fields.every(([name, text]) => JSON.stringify(fieldsOf(section.node)[name]) === text),
  );
}

function titleBelow(title: string, name: string): string {
  return title === top ? name : `${title}.${name}`;
}

function fieldsOf(node: Node): Record<string, Node> {
  return isMapping(node.properties) ? (node.properties as Record<string, Node>) : {};
}

/** The mapping with fields of its own that a field holds: itself, its entries, or the values of its free names. */
function insideOf(node: Node): { node: Node; suffix: string } | undefined {
  if (isMapping(node.properties)) return { node, suffix: "" };
  const values = node.additionalProperties;
  if (isMapping(values) && isMapping(values.properties)) return { node: values, suffix: ".<name>" };
  const items = node.items;
  if (isMapping(items) && isMapping(items.properties)) return { node: items, suffix: "[]" };
  return undefined;
}

function printSection({ title, node }: Section, all: readonly Section[]): string {
  const needed = listOf(node.required);
  const rows = Object.entries(fieldsOf(node)).map(([name, field]) =>
    printRow(name, field, needed.includes(name), all),
  );
  const heading = title === top ? `## ${top}` : `## \`${title}\``;
  const table = ["| field | type | default | |", "|---|---|---|---|", ...rows].join("\n");
  return [
    heading,
    "",
    `${String(node.description)}.`,
    "",
    table,
    ...printExample(title, node),
    "",
  ].join("\n");
}

function printRow(name: string, field: Node, isNeeded: boolean, all: readonly Section[]): string {
  const inside = insideOf(field);
  const section = inside && findSection(all, inside.node);
  const label = `\`${name}\`${isNeeded ? " (needed)" : ""}`;
  const type =
    section === undefined ? typeOf(field) : `[${typeOf(field)}](#${anchorOf(section.title)})`;
  const initial = field.default === undefined ? "" : `\`${printDefault(field.default)}\``;
  return `| ${[label, type, initial, String(field.description)].map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
}

function printDefault(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** The anchor that GitHub and GitLab make of a heading. */
function anchorOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/[^a-z0-9_ -]/g, "")
    .replaceAll(" ", "-");
}

const typeNames: Readonly<Record<string, string>> = {
  string: "text",
  integer: "whole number",
  number: "number",
  boolean: "true or false",
  object: "mapping",
};

function typeOf(field: Node): string {
  if (Array.isArray(field.enum))
    return field.enum.map((choice) => `\`${String(choice)}\``).join(", ");
  if (field.const !== undefined) return `\`${String(field.const)}\``;
  return [field.type]
    .flat()
    .filter((type) => type !== "null")
    .map((type) =>
      type === "array"
        ? `list of ${typeOf(field.items as Node)}`
        : (typeNames[String(type)] ?? String(type)),
    )
    .join(" or ")
    .replace("mapping or true or false", "mapping, true or false");
}

function printExample(title: string, node: Node): string[] {
  const [example] = listOf(node.examples);
  if (!isMapping(example)) return [];
  const steps = title.split(".");
  const key = steps.at(-1)!;
  const value = key === "<name>" || key.endsWith("[]") ? example : { [key]: example };
  return ["", "```yaml", printYaml(value), "```"];
}
