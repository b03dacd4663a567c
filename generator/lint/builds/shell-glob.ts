import { compilePattern } from "../../schema/pattern.ts";

/**
 * Makes the test of a glob with `*`, `?`, `[a-z]` and `{a,b}`.
 * @param separated must `*` stop at a slash?
 */
export function compileShellGlob(glob: string, separated = false): (text: string) => boolean {
  let source = "";
  let depth = 0;
  for (let at = 0; at < glob.length; at++) {
    const character = glob[at]!;
    if (character === "*" && glob[at + 1] === "*") {
      source += glob[at + 2] === "/" ? "(?:.*/)?" : ".*";
      at += glob[at + 2] === "/" ? 2 : 1;
    } else if (character === "*") source += separated ? "[^/]*" : ".*";
    else if (character === "?") source += separated ? "[^/]" : ".";
    else if (character === "{") {
      source += "(?:";
      depth++;
    } else if (character === "}" && depth > 0) {
      source += ")";
      depth--;
    } else if (character === "," && depth > 0) source += "|";
    else if (character === "[" && glob.indexOf("]", at) > at + 1) {
      const end = glob.indexOf("]", at);
      source += `[${glob
        .slice(at + 1, end)
        .replace(/^!/, "^")
        .replaceAll("\\", "\\\\")}]`;
      at = end;
    } else source += character.replace(/[.*+?^${}()|[\]\\/]/g, "\\$&");
  }
  const expression = compilePattern(`(?s)^${source}${")".repeat(depth)}$`);
  return (text) => expression?.test(text) ?? text === glob;
}
