import type { Finding } from "../core/finding.ts";
import type { Resource } from "../core/resource.ts";
import type { Validator } from "../schema/validate.ts";
import { checkWritten, readManifest } from "./check.ts";
import type { Role } from "./classify.ts";
import type { SourceTree } from "./source.ts";

/** A file that is looked at by itself. */
export interface FileTask {
  path: string;
  role: Role;
  /** Do only engines and kustomize read the file? */
  isBuilt: boolean;
  /** May something complete its objects before a cluster gets them? */
  isBase: boolean;
}

/** What YAML and schemas say of files by themselves. */
export interface FileFindings {
  findings: Finding[];
  /** How many documents were looked at. */
  documents: number;
  /** Resources that are applied as they are written: those that rules may look at. */
  alone: Resource[];
  /** Resources that no schema is known for. */
  unchecked: Resource[];
}

/**
 * Checks files by themselves.
 * @param standsAlone is a resource applied as it is written?
 */
export function checkFiles(
  tasks: readonly FileTask[],
  source: SourceTree,
  validatorOf: (path: string) => Validator,
  standsAlone: (resource: Resource) => boolean,
): FileFindings {
  const told: FileFindings = { findings: [], documents: 0, alone: [], unchecked: [] };
  for (const { path, role, isBuilt, isBase } of tasks) {
    const file = source.yaml(path)!;
    const { findings, documents, resources } = readManifest(file, role, isBuilt);
    told.findings.push(...findings);
    told.documents += documents;
    const validator = validatorOf(path);
    for (const resource of resources) {
      const alone = standsAlone(resource);
      const judged = checkWritten(resource, file, validator, role === "patch" || isBase, alone);
      if (!judged.hasSchema) told.unchecked.push(resource);
      if (alone && role !== "patch") told.alone.push(resource);
      for (const finding of judged.findings) told.findings.push(finding);
    }
  }
  return told;
}
