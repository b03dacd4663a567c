import { readYaml } from "../../yaml/read.ts";
import type { YamlFile } from "../../yaml/types.ts";
import type { SourceTree } from "../source.ts";

/** The files that builds are made of, with the folders that they lie in. Nothing is read or parsed before it is asked for. */
export interface FolderTree {
  /** Every path, sorted. */
  readonly paths: readonly string[];
  has(path: string): boolean;
  /** Undefined where there is no such file, or where it is no text. */
  text(path: string): string | undefined;
  /** The file's YAML; undefined where there is no such file. Parsed once. */
  parse(path: string): YamlFile | undefined;
  /** Reads YAML that is not a file of its own, such as an inline patch. */
  parseText(file: string, text: string): YamlFile;
  /** Folders have no trailing slash; the root is `.`. */
  isFolder(path: string): boolean;
  /** Files directly in a folder, names only, sorted. */
  filesIn(folder: string): readonly string[];
  /** Folders directly in a folder, names only, sorted. */
  foldersIn(folder: string): readonly string[];
}

interface Folder {
  files: string[];
  folders: Set<string>;
}

/** Adds folders to the linted tree. They are indexed on first use. */
export function openFolders(source: SourceTree): FolderTree {
  let folders: Map<string, Folder> | undefined;
  const folder = (path: string) => (folders ??= indexFolders(source.paths)).get(path);
  return {
    paths: source.paths,
    has: source.has,
    text: source.text,
    parse: source.yaml,
    parseText: readYaml,
    isFolder: (path) => folder(path) !== undefined,
    filesIn: (path) => folder(path)?.files ?? [],
    foldersIn: (path) => [...(folder(path)?.folders ?? [])].sort(),
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
