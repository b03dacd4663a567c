const reserved = new Set(
  "true false null in as break const continue else for function if import let loop package namespace return var void while".split(
    " ",
  ),
);

/** Is it a word that no variable can have? As a field's name it is escaped. */
export function isReserved(name: string): boolean {
  return reserved.has(name);
}

/**
 * Escapes a field's name for CEL: `__in__`, `x__dash__y`.
 * Source: apiserver pkg/cel/escaping.go.
 * @returns the escaped name, or undefined where the field cannot be named
 */
export function escapeName(name: string): string | undefined {
  if (reserved.has(name)) return `__${name}__`;
  if (!/^[A-Za-z_./-][A-Za-z0-9_./-]*$/.test(name)) return undefined;
  return name.replaceAll(
    /__|[-./]/g,
    (part) => ({ __: "__underscores__", ".": "__dot__", "-": "__dash__" })[part] ?? "__slash__",
  );
}

/** Undoes {@link escapeName}. */
export function unescapeName(name: string): string {
  const word = /^__([a-z]+)__$/.exec(name)?.[1];
  if (word !== undefined && reserved.has(word)) return word;
  return name.replaceAll(
    /__(underscores|dot|dash|slash)__/g,
    (_, part: string) => ({ underscores: "__", dot: ".", dash: "-" })[part] ?? "/",
  );
}
