/**
 * Does a pattern of an AppProject match? `*` stands for any characters; in repositories not for a slash unless it is the whole pattern
 * or doubled. Source: util/glob and util/argo of argoproj/argo-cd, which use gobwas/glob.
 * @param separator characters that a single `*` does not cross
 */
export function matchesPattern(pattern: string, value: string, separator = ""): boolean {
  if (pattern === "*") return true;
  const key = `${separator}\n${pattern}`;
  if (!compiled.has(key)) compiled.set(key, compile(pattern, separator));
  return compiled.get(key)?.test(value) ?? false;
}

/** Every resource is compared with the same few patterns. */
const compiled = new Map<string, RegExp | undefined>();

/** Beyond any URL or namespace; far longer ones are too large for an expression. */
const longestPattern = 4096;

function compile(pattern: string, separator: string): RegExp | undefined {
  if (pattern.length > longestPattern) return undefined;
  const source = pattern.replaceAll(/[\\^$.|+()[\]]|\*\*|\*|\?|\{|\}|,/g, (part) => {
    if (part === "**") return ".*";
    if (part === "*") return separator === "" ? ".*" : `[^${separator}]*`;
    if (part === "?") return separator === "" ? "." : `[^${separator}]`;
    if (part === "{") return "(?:";
    if (part === "}") return ")";
    if (part === ",") return "|";
    return `\\${part}`;
  });
  try {
    return new RegExp(`^${source}$`);
  } catch {
    return undefined;
  }
}
