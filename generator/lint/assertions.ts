import { dirname, join } from "node:path/posix";
import { isMapping, listOf } from "../core/json.ts";
import type { YamlFile } from "../yaml/types.ts";

/** What kuttl compares a cluster with, by the names of its steps. */
const OF_KUTTL = /(^|\/)\d+-(assert|errors?)(-[^/]*)?\.ya?ml$/;
const OF_CHAINSAW = /(^|\/)chainsaw-test\.ya?ml$/;
const BLOCKS = ["try", "catch", "finally", "cleanup"];

/**
 * Finds the files that end-to-end tests of operators compare a cluster with, or expect to be refused: parts of objects, with expressions
 * in them, or wrong on purpose.
 * @param paths every path of the tree
 * @param read gives a file of the tree, parsed
 * Source: the documentation of kuttl (test steps) and of Chainsaw (operations).
 */
export function findAssertions(
  paths: Iterable<string>,
  read: (path: string) => YamlFile | undefined,
): Set<string> {
  const found = new Set<string>();
  for (const path of paths) {
    if (OF_KUTTL.test(path)) found.add(path);
    if (!OF_CHAINSAW.test(path)) continue;
    for (const { value } of read(path)?.documents ?? [])
      for (const file of assertedFiles(value)) found.add(join(dirname(path), file));
  }
  return found;
}

function assertedFiles(test: unknown): string[] {
  const spec = isMapping(test) ? test["spec"] : undefined;
  const steps = isMapping(spec) ? listOf(spec["steps"]) : [];
  const operations = steps.flatMap((step) =>
    isMapping(step) ? BLOCKS.flatMap((block) => listOf(step[block])) : [],
  );
  return operations.flatMap((operation) => {
    if (!isMapping(operation)) return [];
    const files = [operation["assert"], operation["error"]];
    for (const verb of ["apply", "create", "patch", "update"]) {
      const made = operation[verb];
      if (isMapping(made) && JSON.stringify(made["expect"] ?? "").includes("($error != null)"))
        files.push(made);
    }
    return files.flatMap((one) =>
      isMapping(one) && typeof one["file"] === "string" ? [one["file"]] : [],
    );
  });
}
