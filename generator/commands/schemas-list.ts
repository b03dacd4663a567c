import { resolve } from "node:path";
import { isMapping, listOf } from "../core/json.ts";
import { realFolder } from "../disk/assets.ts";
import { listPack, type PackFile, SHIPPED_PACKS } from "../disk/packs.ts";
import { readText } from "../disk/read.ts";
import { type SchemaModule, readSources } from "../schema/convert/sources.ts";
import { readYaml } from "../yaml/read.ts";
import { type ExitCode, type Input, type Terminal, UsageError } from "./command.ts";

interface Row {
  kind: string;
  versions: string[];
  source: string;
  bytes: number;
}

/** Prints one line for each kind: its name, versions, source and size; the built-in kinds of other Kubernetes minors apart. */
export function listSchemas(
  operands: readonly string[],
  input: Input,
  terminal: Terminal,
): ExitCode {
  if (operands.length > 0)
    throw new UsageError(`"${operands[0]}" is unexpected: schemas list takes no files`);
  const own = realFolder(resolve(terminal.folder, input.value("out")!));
  const folders = [...new Set([own, realFolder(SHIPPED_PACKS)])].filter(
    (folder) => folder !== undefined,
  );
  const rows = new Map<string, Row>();
  for (const folder of folders) {
    const modules = new Map(
      sourcesOf(folder).map((module) => [module.name, `${module.name} ${module.version}`]),
    );
    const unnamed = folder === own ? input.value("out")! : "written by hand";
    for (const file of listPack(folder)) addRow(rows, file, modules, unnamed);
  }
  const table = [...rows.values()].toSorted((a, b) =>
    a.kind < b.kind ? -1 : a.kind > b.kind ? 1 : a.source < b.source ? -1 : 1,
  );
  terminal.out(printTable(table));
  const bytes = table.reduce((sum, row) => sum + row.bytes, 0);
  terminal.out(`\n${table.length} kinds, ${formatSize(bytes)}\n`);
  return 0;
}

function sourcesOf(folder: string): readonly SchemaModule[] {
  const { text } = readText(folder, "sources.yaml");
  return text === undefined
    ? []
    : readSources(readYaml("sources.yaml", text).documents[0]?.value).modules;
}

function addRow(
  rows: Map<string, Row>,
  { schema, bytes }: PackFile,
  modules: ReadonlyMap<string, string>,
  unnamed: string,
): void {
  const gvk = listOf(schema?.["x-kubernetes-group-version-kind"])[0];
  if (!isMapping(gvk)) return;
  const name = schema?.["x-meshwright-source"];
  const source = typeof name === "string" ? (modules.get(name) ?? name) : unnamed;
  const kind = gvk.group === "" ? String(gvk.kind) : `${String(gvk.kind)}.${String(gvk.group)}`;
  const key = `${kind} ${source}`;
  const row = rows.get(key) ?? { kind, versions: [], source, bytes: 0 };
  row.versions.push(String(gvk.version));
  row.bytes += bytes;
  rows.set(key, row);
}

function printTable(rows: readonly Row[]): string {
  const cells = [
    ["KIND", "VERSIONS", "SOURCE", "SIZE"],
    ...rows.map((row) => [row.kind, row.versions.join(", "), row.source, formatSize(row.bytes)]),
  ];
  const widths = [0, 1, 2].map((column) => Math.max(...cells.map((row) => row[column]!.length)));
  return cells
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join("  ")
          .trimEnd()}\n`,
    )
    .join("");
}

function formatSize(bytes: number): string {
  return bytes < 1024 * 1024
    ? `${Math.ceil(bytes / 1024)} KiB`
    : `${(bytes / 1024 / 1024).toFixed(1)} MiB`;
}
