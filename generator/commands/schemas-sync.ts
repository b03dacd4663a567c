import { join, resolve } from "node:path";
import { isMapping } from "../core/json.ts";
import { realFolder } from "../disk/assets.ts";
import { downloadModule, type ModuleFolder, sumModule } from "../disk/go.ts";
import { comparePack, type PackChange, writePack } from "../disk/packs.ts";
import { listFiles, readText } from "../disk/read.ts";
import { count, printFinding } from "../report/text.ts";
import { type CrdFile, makePack } from "../schema/convert/make.ts";
import { cachePath, readSources, type SchemaModule } from "../schema/convert/sources.ts";
import type { JsonSchema } from "../schema/types.ts";
import { readYaml } from "../yaml/read.ts";
import { type ExitCode, type Input, type Terminal, UsageError } from "./command.ts";
import { reportContext } from "./output.ts";

/**
 * Makes the packs of a folder anew from the Go modules that its sources.yaml pins. Nothing is written unless every module could be had,
 * had the sum that is pinned, and could be converted. Schemas without a source (added, or written by hand) stay.
 */
export async function syncSchemas(
  operands: readonly string[],
  input: Input,
  terminal: Terminal,
): Promise<ExitCode> {
  if (operands.length > 0)
    throw new UsageError(`"${operands[0]}" is unexpected: schemas sync takes no files`);
  const shown = input.value("out")!;
  const folder = resolve(terminal.folder, shown);
  const modules = readModules(folder, shown, terminal);
  if (modules === undefined) return 2;
  const from = input.value("from");
  const files = new Map<string, string>();
  const problems: string[] = [];
  for (const module of modules) {
    if (terminal.errIsTerminal) terminal.err(`${module.name} ${module.version}\n`);
    const made = await makeModule(
      module,
      from === undefined ? undefined : resolve(terminal.folder, from),
      terminal,
    );
    problems.push(...made.problems.map((problem) => `${module.name}: ${problem}`));
    for (const [path, text] of made.files)
      files.set(join(module.folder, path).replaceAll("\\", "/"), text);
  }
  for (const problem of problems) terminal.err(`meshwright schemas: ${problem}\n`);
  if (problems.length > 0) return 2;
  const change = comparePack(
    folder,
    files,
    (schema) => schema["x-meshwright-source"] !== undefined,
  );
  return conclude(folder, shown, files, change, input.switches.has("check"), terminal);
}

function readModules(
  folder: string,
  shown: string,
  terminal: Terminal,
): SchemaModule[] | undefined {
  const { text, finding } = readText(folder, "sources.yaml");
  if (text === undefined)
    throw new UsageError(
      `${shown}/sources.yaml: ${finding?.message ?? "it is a folder, not a file"}`,
    );
  const file = `${shown}/sources.yaml`;
  const { documents, problems } = readYaml(file, text);
  const document = documents[0];
  const read = readSources(document?.value);
  const findings = [
    ...problems,
    ...(document?.problems ?? []),
    ...read.problems.map(({ message, path }) => ({
      rule: "schemas/sources",
      severity: "error" as const,
      message,
      at: document?.locate(path) ?? { file, line: 1, column: 1 },
    })),
  ];
  const context = reportContext(terminal, terminal.folder, new Map([[file, text]]));
  for (const each of findings) terminal.out(`${printFinding(each, context).join("\n")}\n`);
  return findings.length > 0 ? undefined : read.modules;
}

async function makeModule(
  module: SchemaModule,
  from: string | undefined,
  terminal: Terminal,
): Promise<{ files: ReadonlyMap<string, string>; problems: string[] }> {
  const failed = (problem: string): { files: ReadonlyMap<string, string>; problems: string[] } => ({
    files: new Map(),
    problems: [problem],
  });
  const found: ModuleFolder =
    from === undefined
      ? await downloadModule(module.module, module.version, terminal.environment)
      : sumModule(
          join(from, cachePath(module.module, module.version)),
          module.module,
          module.version,
        );
  if ("problem" in found) {
    if (found.isGoMissing)
      throw new UsageError(`${found.problem}; --from takes modules that are on disk already`);
    return failed(found.problem);
  }
  if (found.sum !== module.sum) {
    return failed(
      `the sum of ${module.module}@${module.version} is ${found.sum}, but sources.yaml pins ${module.sum}`,
    );
  }
  const crds: CrdFile[] = [];
  const problems: string[] = [];
  for (const path of module.crds.flatMap((each) => filesOf(found.folder, each, /\.ya?ml$/))) {
    const { text, finding } = readText(found.folder, path);
    if (text === undefined) {
      problems.push(`${path}: ${finding?.message ?? "it is a folder"}`);
      continue;
    }
    const read = readYaml(path, text);
    for (const problem of [
      ...read.problems,
      ...read.documents.flatMap((document) => document.problems),
    ]) {
      if (problem.severity === "error")
        problems.push(`${path}:${problem.at.line}: ${problem.message}`);
    }
    crds.push({ file: path, documents: read.documents.map((document) => document.value) });
  }
  const openApi = readOpenApi(found.folder, module.openapi, problems);
  const made = makePack(module, crds, openApi);
  problems.push(
    ...made.problems.map(({ file, path, message }) => `${file}: /${path.join("/")}: ${message}`),
  );
  if (made.files.size === 0)
    problems.push("there is no schema in the files that sources.yaml names");
  return { files: made.files, problems };
}

function filesOf(root: string, path: string, wanted: RegExp): string[] {
  if (realFolder(join(root, path)) === undefined) return [path];
  return listFiles(root, path).paths.filter((file) => wanted.test(file));
}

function readOpenApi(root: string, folder: string | undefined, problems: string[]): JsonSchema[] {
  if (folder === undefined) return [];
  return filesOf(root, folder, /\.json$/).flatMap((path) => {
    const { text, finding } = readText(root, path);
    try {
      const document: unknown = JSON.parse(text ?? "");
      if (isMapping(document)) return [document];
      problems.push(`${path}: it holds no JSON object`);
    } catch {
      problems.push(`${path}: ${finding?.message ?? "it is no JSON"}`);
    }
    return [];
  });
}

function conclude(
  folder: string,
  shown: string,
  files: ReadonlyMap<string, string>,
  change: PackChange,
  check: boolean,
  terminal: Terminal,
): ExitCode {
  for (const { path, reason } of change.conflicts)
    terminal.err(`meshwright schemas: ${shown}/${path}: ${reason}\n`);
  if (change.conflicts.length > 0) return 2;
  const rows = [
    ...change.create.map((path) => `create ${shown}/${path}\n`),
    ...change.update.map((path) => `update ${shown}/${path}\n`),
    ...change.delete.map((path) => `delete ${shown}/${path}\n`),
  ];
  terminal.out(rows.join(""));
  if (!check) {
    const failure = writePack(folder, files, change);
    if (failure !== undefined) {
      terminal.err(`meshwright schemas: ${shown}/${failure}\n`);
      return 2;
    }
  }
  terminal.out(
    `${count(files.size, "schema")}: ${rows.length === 0 ? "all as their sources give them" : `${count(rows.length, "file")} ${check ? "differ" : "changed"}`}\n`,
  );
  return check && rows.length > 0 ? 1 : 0;
}
