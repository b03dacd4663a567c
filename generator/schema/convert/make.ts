import type { JsonSchema } from "../types.ts";
import { convertCrd, isCrd } from "./crd.ts";
import { convertOpenApi } from "./openapi.ts";
import { type ConvertProblem, type PackEntry, packPath, printSchema } from "./pack.ts";
import type { SchemaModule } from "./sources.ts";
import { KUBERNETES_QUIRKS } from "./wellknown.ts";

/** A file of CRDs, read. */
export interface CrdFile {
  file: string;
  documents: readonly unknown[];
}

/** Files of a pack by their path inside the pack's folder, and what could not be converted. */
export interface MadePack {
  files: Map<string, string>;
  problems: (ConvertProblem & { file: string })[];
}

/**
 * Makes the pack files of one module. Documents that are no CRDs are passed over; of two CRDs with one kind and version the first counts.
 * @param module its entry in sources.yaml
 * @param crds the files that it names, in that order
 * @param openApi its OpenAPI documents
 */
export function makePack(
  module: SchemaModule,
  crds: readonly CrdFile[],
  openApi: readonly JsonSchema[],
): MadePack {
  const problems: MadePack["problems"] = [];
  const entries: PackEntry[] = convertOpenApi(openApi, KUBERNETES_QUIRKS);
  for (const { file, documents } of crds) {
    for (const document of documents) {
      if (!isCrd(document)) continue;
      const converted = convertCrd(document);
      problems.push(...converted.problems.map((problem) => ({ ...problem, file })));
      entries.push(...converted.schemas);
    }
  }
  const files = new Map<string, string>();
  for (const { group, version, kind, schema } of entries) {
    const path = packPath(group, version, kind);
    if (!files.has(path))
      files.set(path, printSchema({ ...schema, "x-meshwright-source": module.name }));
  }
  return { files, problems };
}
