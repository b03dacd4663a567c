import type { Engine } from "../../core/fleet.ts";
import type { Reporter } from "../report.ts";
import type { ServicesInput } from "../schema.ts";

/**
 * Checks the repository's URL and branch. Flux takes http, https and ssh URLs only (pattern in the GitRepository CRD); Argo CD takes
 * Git's own short form of ssh as well.
 */
export function checkGit(
  { git }: ServicesInput,
  engines: ReadonlySet<Engine>,
  reporter: Reporter,
): void {
  const urlProblem = findUrlProblem(git.url, engines);
  if (urlProblem !== undefined)
    reporter.report({ rule: "services/git", path: ["git", "url"], message: urlProblem });
  const branchProblem = git.branch === undefined ? undefined : findBranchProblem(git.branch);
  if (branchProblem !== undefined) {
    reporter.report({
      rule: "services/git",
      path: ["git", "branch"],
      message: `"${git.branch}" is no branch name: ${branchProblem}`,
    });
  }
}

function findUrlProblem(url: string, engines: ReadonlySet<Engine>): string | undefined {
  const short = /^(?:([^@/:\s]+)@)?([A-Za-z0-9.-]+):(?!\/\/)\/?([^\s]+)$/.exec(url);
  if (short !== null) {
    if (!engines.has("flux")) return undefined;
    const [, user = "git", host, path] = short;
    return `Flux does not take the short form of an ssh URL; write "ssh://${user}@${host}/${path}"`;
  }
  if (!/^(https?|ssh):\/\/\S+$/.test(url) || !URL.canParse(url)) {
    return `"${url}" is not a Git URL that the engines take; it must begin with https://, http:// or ssh://`;
  }
  const { password, pathname } = new URL(url);
  if (password !== "")
    return "the URL holds a password, which everyone who reads this file sees; put it into a Secret of the engine instead";
  return pathname === "" || pathname === "/"
    ? `"${url}" names a server but no repository on it`
    : undefined;
}

/** The rules of `git check-ref-format`. */
function findBranchProblem(branch: string): string | undefined {
  const forbidden = /[ ~^:?*[\\]|\.\.|@\{/.exec(branch);
  if (forbidden !== null) return `"${forbidden[0]}" is not allowed in it`;
  if (branch === "@" || branch.startsWith("-"))
    return `it may not ${branch === "@" ? 'be "@"' : 'begin with "-"'}`;
  if (branch.endsWith(".")) return "it may not end with a dot";
  const parts = branch.split("/");
  if (parts.includes("")) return 'it may not begin or end with "/" or hold "//"';
  const bad = parts.find((part) => part.startsWith(".") || part.endsWith(".lock"));
  return bad === undefined
    ? undefined
    : `its part "${bad}" may not begin with a dot or end with ".lock"`;
}
