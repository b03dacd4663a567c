/**
 * Makes a test for a pattern in which `*` stands for anything, slashes too.
 * @param pattern such as `*-tls` or `apps/*`
 */
export function compileGlob(pattern: string): (text: string) => boolean {
  if (!pattern.includes("*")) return (text) => text === pattern;
  const parts = pattern.split("*");
  return (text) => {
    const first = parts[0]!;
    const last = parts.at(-1)!;
    if (!text.startsWith(first) || !text.endsWith(last) || text.length < first.length + last.length)
      return false;
    let at = first.length;
    for (const part of parts.slice(1, -1)) {
      const found = text.indexOf(part, at);
      if (found < 0) return false;
      at = found + part.length;
    }
    return at <= text.length - last.length;
  };
}
