import { join, relative, resolve, sep } from "node:path";
import type { Finding } from "../core/finding.ts";
import { isMapping, listOf } from "../core/json.ts";
import type { Path } from "../core/path.ts";
import { realFolder } from "../disk/assets.ts";
import { comparePack, writePack } from "../disk/packs.ts";
import { decode, listFiles, readText } from "../disk/read.ts";
import { describeCrd } from "../lint/rules/schema/crd/rule.ts";
import { count, printFinding } from "../report/text.ts";
import { convertCrd, isCrd } from "../schema/convert/crd.ts";
import { packPath, printSchema } from "../schema/convert/pack.ts";
import { readYaml } from "../yaml/read.ts";
import { type ExitCode, type Input, type Terminal, UsageError } from "./command.ts";
import { reportContext } from "./output.ts";

interface Added {
  /** Pack files by path in the pack folder. */
  files: Map<string, string>;
  findings: Finding[];
  texts: Map<string, string>;
}

/** Converts CRDs in files, folders and stdin to packs of the user's repository. A kind that is there already is replaced. */
export async function addSchemas(
  operands: readonly string[],
  input: Input,
  terminal: Terminal,
): Promise<ExitCode> {
  if (operands.length === 0)
    throw new UsageError("schemas add needs CRD files or folders, or - for stdin");
  const added: Added = { files: new Map(), findings: [], texts: new Map() };
  for (const operand of operands) {
    const found =
      operand === "-"
        ? addText("stdin", await terminal.stdin(), added)
        : addPath(operand, terminal, added);
    if (found > 0 || added.findings.length > 0) continue;
    throw new UsageError(
      `${operand === "-" ? "stdin" : operand}: there is no CustomResourceDefinition in it`,
    );
  }
  const context = reportContext(terminal, terminal.folder, added.texts);
  for (const each of added.findings) terminal.out(`${printFinding(each, context).join("\n")}\n\n`);
  return write(resolve(terminal.folder, input.value("out")!), added, input.value("out")!, terminal);
}

function write(
  folder: string,
  { files, findings }: Added,
  shown: string,
  terminal: Terminal,
): ExitCode {
  const change = comparePack(
    folder,
    files,
    (schema) => schema["x-meshwright-dialect"] === "custom",
  );
  const mine = { ...change, delete: [] }; // other packs of the folder stay
  for (const { path, reason } of change.conflicts)
    terminal.err(`meshwright schemas: ${shown}/${path}: ${reason}\n`);
  if (change.conflicts.length > 0) return 2;
  const failure = writePack(folder, files, mine);
  if (failure !== undefined) {
    terminal.err(`meshwright schemas: ${shown}/${failure}\n`);
    return 2;
  }
  const done = [
    ...change.create.map((path) => `create ${shown}/${path}\n`),
    ...change.update.map((path) => `update ${shown}/${path}\n`),
  ];
  terminal.out(done.toSorted().join(""));
  const unchanged = files.size - done.length;
  terminal.out(
    `${count(files.size, "schema")} of your own: ${change.create.length} created, ${change.update.length} updated, ${unchanged} unchanged\n`,
  );
  return findings.length > 0 ? 1 : 0;
}

/** @returns how many CRDs there are, right or wrong */
function addPath(operand: string, terminal: Terminal, added: Added): number {
  const full = resolve(terminal.folder, operand);
  const folder = realFolder(full);
  if (folder === undefined) {
    const { text, finding: problem } = readText(
      join(full, ".."),
      full.slice(full.lastIndexOf(sep) + 1),
    );
    if (problem !== undefined) throw new UsageError(`${operand}: ${problem.message}`);
    return addText(operand, text ?? "", added);
  }
  let found = 0;
  for (const path of listFiles(folder).paths.filter((each) => /\.(ya?ml|json)$/i.test(each))) {
    const shown = relative(terminal.folder, join(folder, path)).split(sep).join("/");
    const { text } = readText(folder, path);
    // Other files of the folder are none of ours, whatever is wrong with them.
    if (text?.includes("CustomResourceDefinition")) found += addText(shown, text, added);
  }
  return found;
}

/** @returns how many CRDs there are, right or wrong */
function addText(file: string, content: string | Buffer, added: Added): number {
  const { text, finding } = typeof content === "string" ? { text: content } : decode(file, content);
  if (finding !== undefined) added.findings.push(finding);
  if (text === undefined) return 0;
  added.texts.set(file, text);
  const { documents, problems } = readYaml(file, text);
  added.findings.push(...problems);
  let found = 0;
  for (const document of documents) {
    added.findings.push(...document.problems);
    for (const { data, path } of crdsIn(document.value)) {
      found++;
      const converted = convertCrd(data);
      for (const { message, path: inside } of converted.problems) {
        const at = [...path, ...inside];
        added.findings.push(describeCrd(message, at, document.locate(at)));
      }
      for (const { group, version, kind, schema } of converted.schemas)
        added.files.set(packPath(group, version, kind), printSchema(schema));
    }
  }
  return found;
}

/** `kubectl get crd -o yaml` answers with a List. */
function crdsIn(value: unknown): { data: unknown; path: Path }[] {
  if (isCrd(value)) return [{ data: value, path: [] }];
  if (!isMapping(value) || typeof value.kind !== "string" || !value.kind.endsWith("List"))
    return [];
  return listOf(value.items).flatMap((data, index) =>
    isCrd(data) ? [{ data, path: ["items", index] }] : [],
  );
}
