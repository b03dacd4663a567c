/**
 * Does a pattern of an AppProject match? `*` stands for any characters; in repositories not for a slash unless it is the whole pattern
 * or doubled. Source: util/glob and util/argo of argoproj/argo-cd, which use gobwas/glob.
 * @param separator characters that a single `*` does not cross
 */
export function matchesPattern(pattern: string, value: string, separator = ""): boolean {
  if (pattern === "*") return true;
  const source = pattern.replaceAll(/[\\^$.|+()[\]]|\*\*|\*|\?|\{|\}|,/g, (part) => {
    if (part === "**") return ".*";
    if (part === "*") return separator === "" ? ".*" : `[^${separator}]*`;
    if (part === "?") return separator === "" ? "." : `[^${separator}]`;
    if (part === "{") return "(?:";
    if (part === "}") return ")";
    if (part === ",") return "|";
    return `\\${part}`;
  });
  return compile(source)?.test(value) ?? false;
}

/** Every resource is compared with the same few patterns. */
const compiled = new Map<string, RegExp | undefined>();

function compile(source: string): RegExp | undefined {
  if (!compiled.has(source)) compiled.set(source, tryCompile(source));
  return compiled.get(source);
}

function tryCompile(source: string): RegExp | undefined {
  try {
    return new RegExp(`^${source}$`);
  } catch {
    return undefined;
  }
}
