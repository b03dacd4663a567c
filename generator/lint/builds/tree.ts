import type { Tree } from "../../core/tree.ts";
import type { YamlFile } from "../../yaml/types.ts";

/** The files that builds are made of. Nothing is read or parsed before it is asked for. */
export interface SourceTree {
  /** Every path, sorted. */
  readonly paths: readonly string[];
  text(path: string): string | undefined;
  /** The file's YAML; undefined where there is no such file. Parsed once. */
  parse(path: string): YamlFile | undefined;
  isFolder(path: string): boolean;
  /** Files directly in a folder, names only, sorted. */
  filesIn(folder: string): readonly string[];
  /** Folders directly in a folder, names only, sorted. */
  foldersIn(folder: string): readonly string[];
  /** Reads YAML that is not a file of its own, such as an inline patch. */
  parseText(file: string, text: string): YamlFile;
}

interface Folder {
  files: string[];
  folders: Set<string>;
}

/**
 * Makes the view of a tree that the renderer works on.
 * @param tree repository-relative POSIX path → text
 * @param read the YAML reader
 */
export function createSourceTree(tree: Tree, read: (file: string, text: string) => YamlFile): SourceTree {
  const paths = [...tree.keys()].sort();
  const parsed = new Map<string, YamlFile>();
  let folders: Map<string, Folder> | undefined;
  const folder = (path: string) => (folders ??= indexFolders(paths)).get(path === "" ? "." : path);
  return {
    paths,
    text: (path) => tree.get(path),
    parse(path) {
      const known = parsed.get(path);
      if (known) return known;
      const text = tree.get(path);
      if (text === undefined) return undefined;
      const file = read(path, text);
      parsed.set(path, file);
      return file;
    },
    isFolder: (path) => folder(path) !== undefined,
    filesIn: (path) => folder(path)?.files ?? [],
    foldersIn: (path) => [...(folder(path)?.folders ?? [])].sort(),
    parseText: read,
  };
}

function indexFolders(paths: readonly string[]): Map<string, Folder> {
  const folders = new Map<string, Folder>([[".", { files: [], folders: new Set() }]]);
  const open = (path: string): Folder => {
    const known = folders.get(path);
    if (known) return known;
    const made: Folder = { files: [], folders: new Set() };
    folders.set(path, made);
    const slash = path.lastIndexOf("/");
    open(slash < 0 ? "." : path.slice(0, slash)).folders.add(path.slice(slash + 1));
    return made;
  };
  for (const path of paths) {
    const slash = path.lastIndexOf("/");
    open(slash < 0 ? "." : path.slice(0, slash)).files.push(path.slice(slash + 1));
  }
  return folders;
}
