import type { Build, World } from "../core/build.ts";
import type { Finding } from "../core/finding.ts";

/** The part of a repository's builds that some files have to do with. */
export interface Reach {
  /** Worlds with a build that is reached: what one build changes can break what another refers to. */
  readonly worlds: readonly World[];
  /** Is a build made of one of the files? */
  includes(build: Build): boolean;
  /** What was found wrong while these builds were made. */
  readonly problems: readonly Finding[];
}

/**
 * Narrows builds to those that files reach. A file that is gone reaches the builds that name it, and those whose folder it lay in.
 * @param only the files; absent for all
 * @param exists is there such a file now?
 */
export function findReach(
  worlds: readonly World[],
  problems: readonly Finding[],
  only: ReadonlySet<string> | undefined,
  exists: (path: string) => boolean,
): Reach {
  if (only === undefined) return { worlds, includes: () => true, problems };
  const gone = [...only].filter((path) => !exists(path));
  const builds = new Set(
    worlds.flatMap((world) =>
      world.builds.filter(
        (build) =>
          build.files.some((file) => only.has(file)) || gone.some((path) => missed(build, path)),
      ),
    ),
  );
  const reached = worlds.filter((world) => world.builds.some((build) => builds.has(build)));
  const own = new Set([...builds].flatMap(filesOf));
  const near = new Set(reached.flatMap((world) => world.builds.flatMap(filesOf)));
  return {
    worlds: reached,
    includes: (build) => builds.has(build),
    problems: problems.filter(
      ({ rule, at }) =>
        only.has(at.file) || own.has(at.file) || (rule.startsWith("flux/") && near.has(at.file)), // variables come from other builds
    ),
  };
}

function filesOf({ files, source }: Build): string[] {
  return [...files, ...(source ? [source.file] : [])];
}

function missed({ root, absent = [] }: Build, path: string): boolean {
  return [root, ...absent].some(
    (folder) => folder === "." || path === folder || path.startsWith(`${folder}/`),
  );
}
