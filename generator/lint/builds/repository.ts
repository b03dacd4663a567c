import type { FolderTree } from "./tree.ts";

/** Decides whether a Git URL of a GitRepository or an Application means the linted repository. */
export interface Identity {
  /** Yes, no, or undefined where nothing says so. */
  isThis(url: string | undefined): boolean | undefined;
}

/**
 * Tells the repository by its remotes. Where no file names any of them, the checkout is a fork, a mirror or was renamed, and its remotes
 * say nothing about the URLs in it.
 * @param remotes URLs under which the repository is known; none when that is not known
 * @param tree the repository
 */
export function identifyRepository(
  remotes: readonly string[],
  tree: Pick<FolderTree, "paths" | "text">,
): Identity {
  const known = new Set(remotes.map(normalizeUrl));
  let named: boolean | undefined;
  const isNamed = () => (named ??= tree.paths.some((path) => names(tree.text(path) ?? "", known)));
  return {
    isThis: (url) =>
      url === undefined || known.size === 0 || !isNamed()
        ? undefined
        : known.has(normalizeUrl(url)),
  };
}

/** Does a text give one of the URLs to an engine? */
function names(text: string, known: ReadonlySet<string>): boolean {
  if (!/GitRepository|repoURL/.test(text)) return false;
  const urls = text.matchAll(/(?:url|repoURL)["']?:\s*["']?([^\s"',}]+)/g);
  return [...urls].some(([, url]) => known.has(normalizeUrl(url!)));
}

/** @returns host and path of a Git URL, alike for https, ssh and scp forms */
export function normalizeUrl(url: string): string {
  const scp = /^(?:[\w.-]+@)?([\w.-]+):(?!\/\/)(.+)$/.exec(url.trim());
  const plain = scp
    ? `${scp[1]}/${scp[2]}`
    : url
        .trim()
        .replace(/^[a-z+]+:\/\//i, "")
        .replace(/^[^@/]*@/, "")
        .replace(/^([^/:]+):\d+\//, "$1/");
  return plain
    .replace(/\/+$/, "")
    .replace(/\.git$/, "")
    .replace(/\/{2,}/g, "/")
    .toLowerCase();
}
