import type { Tree } from "../core/tree.ts";
import { readYaml } from "../yaml/read.ts";
import type { YamlFile } from "../yaml/types.ts";

/** The linted tree: every file's text, and its documents once somebody asks for them. */
export interface SourceTree {
  /** Every path, sorted. */
  readonly paths: readonly string[];
  has(path: string): boolean;
  /** Undefined where there is no such file, or where it is no text. */
  text(path: string): string | undefined;
  /** The file's documents, parsed once; undefined where there is no text. */
  yaml(path: string): YamlFile | undefined;
}

/**
 * Wraps a tree so that each file is parsed at most once, and only if needed.
 * @param isIgnored is a file no business of lint? It is there for those who name it, and not among the paths
 */
export function sourceTree(tree: Tree, isIgnored?: (path: string) => boolean): SourceTree {
  const parsed = new Map<string, YamlFile>();
  return {
    paths: [...tree.keys()].filter((path) => !isIgnored?.(path)).sort(),
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
