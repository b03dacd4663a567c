/** The constraints of github.com/Masterminds/semver 3.5, by which Flux's controllers choose versions; leading zeros are allowed. */
const PART = String.raw`(?:\d{1,19}|[xX*])`;
const IDENTIFIERS = (one: string) => String.raw`(?:${one})(?:\.(?:${one}))*`;
/** A number before the plus sign has no leading zero, as those of the version itself may have. */
const BEFORE_RELEASE = IDENTIFIERS(
  String.raw`0(?![0-9A-Za-z-])|[1-9]\d*(?![0-9A-Za-z-])|\d*[A-Za-z-][0-9A-Za-z-]*`,
);
const BUILD = IDENTIFIERS("[0-9A-Za-z-]+");
const VERSION = String.raw`v?${PART}(?:\.${PART}){0,2}(?:-${BEFORE_RELEASE})?(?:\+${BUILD})?`;
const COMPARISON = String.raw`(?:(?:=|!=|>=|=>|<=|=<|>|<|~>|~|\^)\s*)?${VERSION}`;
const SPAN = String.raw`${VERSION}\s+-\s+${VERSION}`;
const TERM = `(?:${SPAN}|${COMPARISON})`;
const GROUP = String.raw`\s*${TERM}(?:(?:\s*,\s*|\s+)${TERM})*\s*`;
const RANGE = new RegExp(`^${GROUP}(?:\\|\\|${GROUP})*$`);

/** Beyond any range that a person writes; the expression is not for far longer ones. */
const LONGEST = 200;

/** @returns whether a text is a version or a range of versions, as far as it is short enough to tell */
export function isVersionRange(value: string): boolean {
  return value.length > LONGEST || RANGE.test(value);
}
