/** A version of three numbers, with what follows a hyphen kept aside. */
export interface Version {
  readonly major: number;
  readonly minor: number;
  readonly patch: number;
  readonly suffix: string;
}

/**
 * Reads `1.31.1`, `1.31` or `1.31.0-rc.0`.
 * @param text a version that matches the input schema
 * @returns its numbers; a missing patch counts as 0
 */
export function parseVersion(text: string): Version {
  const [numbers = "", ...suffix] = text.split("-");
  const [major = 0, minor = 0, patch = 0] = numbers.split(".").map(Number);
  return { major, minor, patch, suffix: suffix.join("-") };
}

/**
 * Orders two versions by their numbers; suffixes such as `-rc.0` do not count.
 * @returns negative, zero or positive as `left` is older, equal or newer
 */
export function compareVersions(left: string, right: string): number {
  const a = parseVersion(left);
  const b = parseVersion(right);
  return a.major - b.major || a.minor - b.minor || a.patch - b.patch;
}

/** @returns is `version` at least `minimum`? */
export function isAtLeast(version: string, minimum: string): boolean {
  return compareVersions(version, minimum) >= 0;
}

/** @returns `1.31` of `1.31.1` */
export function minorOf(version: string): string {
  const { major, minor } = parseVersion(version);
  return `${major}.${minor}`;
}

/**
 * Which charts an Istio version is installed with.
 * @returns `legacy` for 1.1 to 1.5, `modern` from 1.22 on, undefined for all that is not supported
 */
export function istioEra(version: string): "legacy" | "modern" | undefined {
  if (isAtLeast(version, "1.22.0")) return "modern";
  if (isAtLeast(version, "1.1.0") && !isAtLeast(version, "1.6.0")) return "legacy";
  return undefined;
}

/**
 * How a MetalLB version is configured.
 * @returns `configmap` for 0.7 to 0.12, `crd` from 0.13 on, undefined for all that is not supported
 */
export function metallbEra(version: string): "configmap" | "crd" | undefined {
  if (isAtLeast(version, "0.13.0")) return "crd";
  if (isAtLeast(version, "0.7.0")) return "configmap";
  return undefined;
}

/** The prefix of MetalLB's Service annotations: it was renamed in 0.14.9 and the new one is unknown before. */
export function metallbAnnotationPrefix(version: string): string {
  return isAtLeast(version, "0.14.9") ? "metallb.io" : "metallb.universe.tf";
}
