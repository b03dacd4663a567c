/** The constraints of github.com/Masterminds/semver, by which Flux's controllers choose versions. */
const VERSION = String.raw`v?(?:0|[1-9]\d*|[xX*])(?:\.(?:0|[1-9]\d*|[xX*])){0,2}(?:-[0-9A-Za-z.-]+)?(?:\+[0-9A-Za-z.-]+)?`;
const COMPARISON = String.raw`(?:=|!=|>=|=>|<=|=<|>|<|~>|~|\^)?\s*${VERSION}`;
const SPAN = String.raw`${VERSION}\s+-\s+${VERSION}`;
const GROUP = String.raw`\s*(?:${SPAN}|${COMPARISON}(?:\s*,\s*${COMPARISON}|\s+${COMPARISON})*)\s*`;
const RANGE = new RegExp(`^${GROUP}(?:\\|\\|${GROUP})*$`);

/** Beyond any range that a person writes; the expression is not for far longer ones. */
const LONGEST = 200;

/** @returns whether a text is a version or a range of versions, as far as it is short enough to tell */
export function isVersionRange(value: string): boolean {
  return value.length > LONGEST || RANGE.test(value);
}
