/** Decides whether a Git URL of a GitRepository or an Application means the linted repository. */
export interface Identity {
  /** Yes, no, or undefined where nothing says so. */
  isThis(url: string | undefined): boolean | undefined;
}

/** @param remotes URLs under which the repository is known; none when that is not known */
export function identifyRepository(remotes: readonly string[]): Identity {
  const known = new Set(remotes.map(normalizeUrl));
  return {
    isThis: (url) =>
      url === undefined || known.size === 0 ? undefined : known.has(normalizeUrl(url)),
  };
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
