import type { Build, World } from "./build.ts";
import type { Fix, Location, Severity } from "./finding.ts";
import type { Path } from "./path.ts";
import type { GroupKind, Resource } from "./resource.ts";

/**
 * What is known of a check, whoever makes it. Each lives in a folder of its own, `<area>/<rule>/rule.ts`, with `cases.yaml` beside it:
 * in `lint/rules/` where the engine calls it, in `rules/` of its stage where reading, validating or rendering makes it. It is listed in
 * `lint/rules/registry.ts`, and has a page `docs/rules/<area>/<rule>.md` whose examples run as tests.
 */
export interface RuleInfo {
  /** `<area>/<rule>`, such as `istio/gateway-exists`. */
  readonly name: string;
  readonly severity: Severity;
  /** One line for lists. */
  readonly summary: string;
  /** Names that people know it by, such as `IST0101`. */
  readonly aliases?: readonly string[];
}

/** One check that the engine calls: a plain object, what is known of it and one function. */
export interface Rule extends RuleInfo {
  /**
   * `file`: decided by each resource alone; runs once for each file's resources, and again on resources that a build changed.
   * `build`: decided by all that one cluster would hold; runs once for each world (core/build.ts).
   * `repository`: decided by what several clusters would hold; runs once, over all worlds.
   */
  readonly scope: "file" | "build" | "repository";
  check(context: RuleContext): void;
}

/** All that a rule can do: iterate, find and report. */
export interface RuleContext {
  /** True where a part of the build could not be rendered; absence proves nothing then. False in the other scopes than `build`. */
  readonly partial: boolean;
  /** The builds that the world is made of; none in the other scopes. */
  readonly builds: readonly Build[];
  /** All worlds, in scope `repository`, which looks its resources up in them; none in the others. */
  readonly worlds: readonly World[];
  /** Resources in order; with kinds, only those. Kinds are written `VirtualService.networking.istio.io`, `Service`. */
  resources(...kinds: GroupKind[]): readonly Resource[];
  /**
   * Like resources, and with them what known charts install and what services.yaml says is there: for what a reference may lead to.
   * Nothing is reported about those; they have no more than the fields that rules ask for.
   */
  present(...kinds: GroupKind[]): readonly Resource[];
  /** Looks one resource up among those that are present; namespace undefined for cluster-scoped kinds. */
  find(kind: GroupKind, namespace: string | undefined, name: string): Resource | undefined;
  /** Is this declared in the configuration's `external:` block, so that its absence is no problem? */
  external(reference: { kind: GroupKind; namespace?: string; name: string }): boolean;
  report(report: Report): void;
}

export interface Report {
  resource: Resource;
  path: Path;
  /** Point at the key that names the value instead of the value. */
  part?: "key" | "value";
  /** Names the bad value, then what would be right or what to do; no trailing full stop. */
  message: string;
  /** Only where it differs from the rule's own. */
  severity?: Severity;
  related?: readonly { message: string; at: Location }[];
  fix?: Fix;
}
