import { resolve } from "node:path";
import { asText, isMapping, listOf } from "../core/json.ts";
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

/** Prints one line for each kind: its name, versions, source and size; one for the built-in kinds of each other Kubernetes minor. */
export function listSchemas(
  operands: readonly string[],
  input: Input,
  terminal: Terminal,
): ExitCode {
  if (operands.length > 0)
    throw new UsageError(`"${operands[0]}" is unexpected: schemas list takes no files`);
  const shown = input.value("out")!;
  const shipped = realFolder(SHIPPED_PACKS);
  const own = realFolder(resolve(terminal.folder, shown));
  const rows = new Map<string, Row>();
  for (const folder of new Set([own, shipped])) {
    if (folder === undefined) continue;
    const sources = new Map(
      sourcesOf(folder).map(({ name, version }) => [name, `${name} ${version}`]),
    );
    const rest = folder === shipped ? "written by hand" : shown;
    for (const file of listPack(folder))
      addRow(rows, file, (name) => (name === undefined ? rest : (sources.get(name) ?? name)));
  }
  const table = [...rows.values()].toSorted(compareRows);
  terminal.out(printTable(table));
  const bytes = table.reduce((sum, row) => sum + row.bytes, 0);
  terminal.out(
    `\n${table.filter(({ kind }) => !kind.startsWith("--")).length} kinds, ${formatSize(bytes)}\n`,
  );
  return 0;
}

function compareRows(a: Row, b: Row): number {
  if (a.kind !== b.kind) return a.kind < b.kind ? -1 : 1;
  return a.source < b.source ? -1 : 1;
}

function sourcesOf(folder: string): readonly SchemaModule[] {
  const { text } = readText(folder, "sources.yaml");
  return text === undefined
    ? []
    : readSources(readYaml("sources.yaml", text).documents[0]?.value).modules;
}

/** The built-in kinds of another Kubernetes minor lie in a folder of their own; they make one row. */
function addRow(
  rows: Map<string, Row>,
  file: PackFile,
  sourceOf: (name: string | undefined) => string,
): void {
  const gvk = listOf(file.schema?.["x-kubernetes-group-version-kind"])[0];
  if (!isMapping(gvk)) return;
  const name = file.schema?.["x-meshwright-source"];
  const source = sourceOf(typeof name === "string" ? name : undefined);
  const minor = /^kubernetes-([0-9.]+)\//.exec(file.path)?.[1];
  const kind = minor === undefined ? nameOf(gvk) : `--kubernetes ${minor}`;
  const row = rows.get(`${kind} ${source}`) ?? { kind, versions: [], source, bytes: 0 };
  if (minor === undefined) row.versions.push(asText(gvk.version));
  else row.versions = ["all built-in kinds"];
  row.bytes += file.bytes;
  rows.set(`${kind} ${source}`, row);
}

function nameOf({ group, kind }: Readonly<Record<string, unknown>>): string {
  return group === "" ? asText(kind) : `${asText(kind)}.${asText(group)}`;
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
