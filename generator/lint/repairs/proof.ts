import { isDeepStrictEqual } from "node:util";
import type { Build } from "../../core/build.ts";
import type { Finding } from "../../core/finding.ts";
import { findWorlds, type WorldOptions, type Worlds } from "../builds/worlds.ts";
import { UNAPPLIED } from "../builds/worlds.ts";
import { readYaml } from "../../yaml/read.ts";
import type { YamlFile } from "../../yaml/types.ts";
import type { SourceTree } from "../source.ts";

/** Shows what a change of files does to what is built of them. */
export interface Proof {
  /** @returns the builds that read a file */
  buildsOf(file: string): readonly Build[];
  /** @returns why nothing can be shown of a file, or undefined */
  whyBlind(file: string): string | undefined;
  /**
   * Builds everything with other texts.
   * @returns the builds that come out differently, each with what is different in it
   */
  differences(texts: ReadonlyMap<string, string>): Map<Build, string>;
}

/** Builds a repository once, to compare with what it would be. */
export function createProof(source: SourceTree, options: WorldOptions): Proof {
  const before = findWorlds(source, options);
  const builds = buildsIn(before);
  const byFile = new Map<string, Build[]>();
  for (const build of builds)
    for (const file of build.files) byFile.set(file, [...(byFile.get(file) ?? []), build]);
  const failing = failingFiles(before.problems);
  const buildsOf = (file: string): readonly Build[] => byFile.get(file) ?? [];
  return {
    buildsOf,
    whyBlind(file) {
      const own = buildsOf(file);
      if (own.length === 0) return "no build of this repository uses it";
      for (const build of own) {
        const missing = build.partial.find(({ reason }) => reason !== UNAPPLIED);
        if (missing) return `a part of ${build.root} cannot be rendered here: ${missing.reason}`;
        const broken = build.files.find((path) => failing.has(path));
        if (broken !== undefined) return `${build.root} cannot be built because of ${broken}`;
      }
      return undefined;
    },
    differences(texts) {
      const after = findWorlds(withTexts(source, texts), options);
      return compareBuilds(builds, buildsIn(after), failing, failingFiles(after.problems));
    },
  };
}

function buildsIn({ worlds }: Worlds): Build[] {
  return worlds.flatMap((world) => world.builds);
}

function failingFiles(problems: readonly Finding[]): ReadonlySet<string> {
  return new Set(problems.filter(({ severity }) => severity === "error").map(({ at }) => at.file));
}

function compareBuilds(
  before: readonly Build[],
  after: readonly Build[],
  failedBefore: ReadonlySet<string>,
  failsAfter: ReadonlySet<string>,
): Map<Build, string> {
  const different = new Map<Build, string>();
  for (const [index, build] of before.entries()) {
    const now = after[index];
    const broken = build.files.find((file) => failsAfter.has(file) && !failedBefore.has(file));
    if (now?.root !== build.root || now.engine !== build.engine || before.length !== after.length)
      different.set(build, `${build.root} would be another build`);
    else if (broken !== undefined)
      different.set(build, `${build.root} could not be built because of ${broken}`);
    else {
      const changed = findChanged(build, now);
      if (changed !== undefined) different.set(build, `${build.root} would have ${changed}`);
    }
  }
  return different;
}

function findChanged(before: Build, after: Build): string | undefined {
  const { length } = before.resources;
  if (after.resources.length !== length)
    return `${after.resources.length} objects instead of ${length}`;
  for (const [index, { id, data }] of before.resources.entries())
    if (!isDeepStrictEqual(data, after.resources[index]!.data))
      return `another ${id.kind} "${id.name}"`;
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
