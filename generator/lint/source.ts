import type { Tree } from "../core/tree.ts";
import { readYaml } from "../yaml/read.ts";
import type { YamlFile } from "../yaml/types.ts";

/** The linted tree: every file's text, and its documents once somebody asks for them. */
export interface SourceTree {
  /** Every path, sorted. */
  readonly paths: readonly string[];
  has(path: string): boolean;
  text(path: string): string | undefined;
  /** The file's documents, parsed once; undefined where the file does not exist. */
  yaml(path: string): YamlFile | undefined;
}

/** Wraps a tree so that each file is parsed at most once, and only if needed. */
export function sourceTree(tree: Tree): SourceTree {
  const parsed = new Map<string, YamlFile>();
  return {
    paths: [...tree.keys()].sort(),
    has: (path) => tree.has(path),
    text: (path) => tree.get(path),
    yaml(path) {
      const known = parsed.get(path);
      if (known) return known;
      const text = tree.get(path);
      if (text === undefined) return undefined;
      const file = readYaml(path, text);
      parsed.set(path, file);
      return file;
    },
  };
}
