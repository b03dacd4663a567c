import { posix } from "node:path";
import type { Build } from "../../core/build.ts";
import type { Resource } from "../../core/resource.ts";
import { readKustomization } from "../builds/kustomize/kustomization.ts";
import { createRenderer } from "../builds/kustomize/render.ts";
import { openFolders } from "../builds/tree.ts";
import { UNAPPLIED } from "../builds/entries.ts";
import { findWorlds, type WorldOptions } from "../builds/worlds.ts";
import { readYaml } from "../../yaml/read.ts";
import type { YamlFile } from "../../yaml/types.ts";
import type { SourceTree } from "../source.ts";

/** Shows what a change of files does to what is built of them. */
export interface Proof {
  /** @returns the builds that read a file */
  buildsOf(file: string): readonly Build[];
  /** Can all of a folder be rendered, and by itself? That of a Component cannot. */
  isWhole(folder: string): boolean;
  /** @returns why the builds that read a file cannot show what becomes of it, or undefined */
  whyBlind(file: string): string | undefined;
  /**
   * Builds everything with other texts.
   * @param isSame may an object come out like this?
   * @returns the builds that come out differently, each with what is different in it
   */
  differences(texts: ReadonlyMap<string, string>, isSame: IsSame): Map<Build, string>;
}

/** Compares an object of a build with what it would be. */
export type IsSame = (before: Resource["data"], after: Resource["data"]) => boolean;

/** Builds a repository once, to compare with what it would be. */
export function createProof(source: SourceTree, options: WorldOptions): Proof {
  const applied = findApplied(source, options);
  const folders = renderFolders(source);
  const before = [...applied, ...folders];
  const byFile = indexByFile(before);
  const appliedByFile = indexByFile(applied);
  return {
    buildsOf: (file) => byFile.get(file) ?? [],
    isWhole: (folder) =>
      folders.some(({ root, partial }) => root === folder && partial.length === 0),
    whyBlind(file) {
      const own = appliedByFile.get(file) ?? [];
      if (own.length === 0) return "no build of this repository uses it";
      for (const { root, partial } of own) {
        const missing = partial.find(({ reason }) => reason !== UNAPPLIED);
        if (missing) return `a part of ${root} cannot be rendered here: ${missing.reason}`;
      }
      return undefined;
    },
    differences(texts, isSame) {
      const changed = withTexts(source, texts);
      const after = [...findApplied(changed, options), ...renderFolders(changed)];
      return compare(before, after, isSame);
    },
  };
}

function indexByFile(builds: readonly Build[]): Map<string, Build[]> {
  const byFile = new Map<string, Build[]>();
  for (const build of builds)
    for (const file of build.files) byFile.set(file, [...(byFile.get(file) ?? []), build]);
  return byFile;
}

/** What the engines apply. */
function findApplied(source: SourceTree, options: WorldOptions): Build[] {
  return findWorlds(source, options).worlds.flatMap((world) => world.builds);
}

/** What people can build: each kustomization by itself, the bases of others too, but no Component. */
function renderFolders(source: SourceTree): Build[] {
  const tree = openFolders(source);
  const renderer = createRenderer(tree, { restrict: false });
  const folders = new Set(source.paths.map((path) => posix.dirname(path)));
  return [...folders].flatMap((root) => {
    const found = readKustomization(tree, root)?.kustomization;
    if (!found || found.data["kind"] === "Component") return [];
    return { root, engine: "kustomize", ...renderer.render(root)! };
  });
}

function compare(
  before: readonly Build[],
  after: readonly Build[],
  isSame: IsSame,
): Map<Build, string> {
  const different = new Map<Build, string>();
  for (const [index, build] of before.entries()) {
    const now = after[index];
    if (now?.root !== build.root || before.length !== after.length)
      different.set(build, `${build.root} would be another build`);
    else if (now.partial.length > build.partial.length)
      different.set(build, `${build.root} could not be built`);
    else {
      const changed = findChanged(build, now, isSame);
      if (changed !== undefined) different.set(build, `${build.root} would have ${changed}`);
    }
  }
  return different;
}

function findChanged(before: Build, after: Build, isSame: IsSame): string | undefined {
  const { length } = before.resources;
  if (after.resources.length !== length)
    return `${after.resources.length} objects instead of ${length}`;
  for (const [index, { id, data }] of before.resources.entries())
    if (!isSame(data, after.resources[index]!.data)) return `another ${id.kind} "${id.name}"`;
  return undefined;
}

/** The tree with other texts of some files. */
function withTexts(source: SourceTree, texts: ReadonlyMap<string, string>): SourceTree {
  const parsed = new Map<string, YamlFile>();
  return {
    ...source,
    text: (path) => texts.get(path) ?? source.text(path),
    yaml(path) {
      const text = texts.get(path);
      if (text === undefined) return source.yaml(path);
      const file = parsed.get(path) ?? readYaml(path, text);
      parsed.set(path, file);
      return file;
    },
  };
}
