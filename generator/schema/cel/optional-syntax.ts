/** Entries of literals that may be absent: of a list or map that starts at an offset, the numbers of its entries. */
export type OptionalEntries = ReadonlyMap<number, ReadonlySet<number>>;

const TOKEN =
  /\/\/[^\n]*|\s+|[bBrR]?(?:"""(?:[^\\]|\\[^])*?"""|'''(?:[^\\]|\\[^])*?'''|"(?:[^"\\\n\r]|\\[^])*"|'(?:[^'\\\n\r]|\\[^])*')|[A-Za-z0-9_]+|[^]/y;

/** An open bracket. Only those of lists and maps have entries that can be optional. */
interface Bracket {
  readonly start: number;
  readonly isLiteral: boolean;
  entry: number;
}

/**
 * Takes the question marks out of `[?a]` and `{?'k': a}`, which cel-js cannot parse. One that follows `[`, `{` or a comma of a literal
 * can mean nothing else: that of a condition follows a value, and that of `a[?b]` the bracket of an index. Source: CEL.g4 of cel-go,
 * listInit and mapInitializerList.
 * @param source the expression
 * @returns the expression without them, as long as before, and where they stood
 */
export function readOptionalSyntax(source: string): {
  readonly source: string;
  readonly optional: OptionalEntries;
} {
  const optional = new Map<number, Set<number>>();
  if (!/[[{,](?:\s|\/\/[^\n]*\n)*\?/.test(source)) return { source, optional };
  const open: Bracket[] = [];
  let result = "";
  /** Does the last token end a value, so that a bracket behind it is an index or a message's? */
  let endsValue = false;
  let startsEntry = false;
  for (const { token, at, next } of tokensOf(source)) {
    const bracket = open.at(-1);
    result += source.slice(result.length, at);
    if (token === "?" && startsEntry && bracket?.isLiteral && !/^[\]},?]?$/.test(next)) {
      const entries = optional.get(bracket.start) ?? new Set();
      optional.set(bracket.start, entries.add(bracket.entry));
      result += " ";
      startsEntry = false;
      continue;
    }
    result += token;
    startsEntry = token === "[" || token === "{" || token === ",";
    if (token === "," && bracket) bracket.entry++;
    else if (token === "[" || token === "{" || token === "(")
      open.push({ start: at, isLiteral: token !== "(" && !endsValue, entry: 0 });
    else if (token === "]" || token === "}" || token === ")") open.pop();
    endsValue = /^(?:.*["'\])}]|(?!in$)\w+)$/s.test(token);
  }
  return { source: result + source.slice(result.length), optional };
}

/** Tokens without white space and comments, each with the one behind it, which is empty at the end. */
function tokensOf(source: string): { token: string; at: number; next: string }[] {
  const tokens: { token: string; at: number }[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(source); match; match = TOKEN.exec(source))
    if (!/^(?:\s|\/\/)/.test(match[0])) tokens.push({ token: match[0], at: match.index });
  return tokens.map((each, index) => ({ ...each, next: tokens[index + 1]?.token ?? "" }));
}
