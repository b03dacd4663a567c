import { join, resolve } from "node:path";
import { kindOf } from "../disk/assets.ts";
import { listPack, packSource, SHIPPED_PACKS } from "../disk/packs.ts";
import { listFiles, readText } from "../disk/read.ts";
import { sign, type Signatures } from "../disk/signature.ts";
import { convertCrd, isCrd } from "../schema/convert/crd.ts";
import type { JsonSchema, SchemaSource } from "../schema/types.ts";
import { readYaml } from "../yaml/read.ts";
import { UsageError } from "./command.ts";
import { requireMinor } from "./kubernetes-minors.ts";

/**
 * Finds where schemas come from, in order of precedence: what `--schemas` names, the repository's own packs, the shipped ones.
 * @param paths of `--schemas`: a pack folder, a CRD file or a folder of CRDs
 * @param folder that they are relative to
 * @param root of the linted tree
 * @param kubernetes minor whose built-in kinds are meant
 * @param seen gets the signatures of the pack files that are read
 * @throws UsageError for a path that holds no schema, or a broken one, and for a minor that there are no packs of
 */
export function schemaSources(
  paths: readonly string[],
  folder: string,
  root: string,
  kubernetes: string | undefined,
  seen?: Signatures,
): SchemaSource[] {
  const own = join(root, "schemas");
  seen?.set(own, sign(own));
  if (kubernetes !== undefined)
    requireMinor(kubernetes, [...paths.map((path) => resolve(folder, path)), own]);
  return [
    ...paths.flatMap((path) => sourcesOf(path, resolve(folder, path), kubernetes)),
    ...(own !== SHIPPED_PACKS && kindOf(own) === "folder"
      ? [packSource(own, kubernetes, seen)]
      : []),
    packSource(SHIPPED_PACKS, kubernetes, seen),
  ];
}

function sourcesOf(shown: string, path: string, kubernetes: string | undefined): SchemaSource[] {
  const kind = kindOf(path);
  if (kind === undefined)
    throw new UsageError(`--schemas ${shown}: there is no such file or folder`);
  if (kind === "file")
    return [readCrds(shown, path.slice(0, -shownName(path).length), [shownName(path)])];
  const packs = listPack(path);
  const broken = packs.find(({ schema }) => schema === undefined);
  if (broken) throw new UsageError(`--schemas ${shown}: ${broken.path} is no JSON object`);
  const files = listFiles(path).paths.filter(
    (file) => /\.(ya?ml|json)$/i.test(file) && !packs.some((pack) => pack.path === file),
  );
  if (packs.length > 0 && files.length === 0) return [packSource(path, kubernetes)];
  return [
    ...(packs.length > 0 ? [packSource(path, kubernetes)] : []),
    readCrds(shown, path, files, packs.length > 0),
  ];
}

function shownName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf("/"), path.lastIndexOf("\\")) + 1);
}

/** Converts the CRDs of files; other documents in them are let be. */
function readCrds(
  shown: string,
  root: string,
  files: readonly string[],
  mayBeNone = false,
): SchemaSource {
  const schemas = new Map<string, JsonSchema>();
  for (const file of files) {
    const { text, finding } = readText(root, file);
    if (text === undefined)
      throw new UsageError(`--schemas ${shown}: ${file}: ${finding?.message ?? "it is no file"}`);
    const read = readYaml(file, text);
    const problem = [...read.problems, ...read.documents.flatMap(({ problems }) => problems)].find(
      ({ severity }) => severity === "error",
    );
    if (problem)
      throw new UsageError(
        `--schemas ${shown}: ${file}:${problem.at.line}:${problem.at.column}: ${problem.message}`,
      );
    for (const document of read.documents) {
      if (!isCrd(document.value)) continue;
      const { schemas: converted, problems } = convertCrd(document.value);
      const [first] = problems;
      if (first) {
        const { line, column } = document.locate(first.path);
        throw new UsageError(`--schemas ${shown}: ${file}:${line}:${column}: ${first.message}`);
      }
      for (const { group, version, kind, schema } of converted)
        schemas.set(`${group}/${version}/${kind}`, schema);
    }
  }
  if (schemas.size === 0 && !mayBeNone)
    throw new UsageError(
      `--schemas ${shown}: there is no CustomResourceDefinition and no schema pack in it`,
    );
  return { find: (group, version, kind) => schemas.get(`${group}/${version}/${kind}`) };
}
