import type { Location } from "./finding.ts";
import type { Resource } from "./resource.ts";

/** What one sync of one engine would apply: a rendered kustomize root, Flux Kustomization, Argo CD Application or plain folder. */
export interface Build {
  /** Repository-relative folder (or file) that is rendered. */
  readonly root: string;
  readonly engine: "flux" | "argocd" | "kustomize" | "plain";
  /** The Flux Kustomization or Argo CD Application that makes it; absent for roots that nothing refers to. */
  readonly source?: Resource;
  /** Every file that was read for it, sorted. */
  readonly files: readonly string[];
  /** Files and folders that it names and that are not there. */
  readonly absent?: readonly string[];
  readonly resources: readonly Resource[];
  /** Why a part could not be rendered (remote base, helmCharts, ...); empty when the render is whole. */
  readonly partial: readonly { reason: string; at: Location }[];
}

/**
 * Builds that meet in one cluster: all that follows, root → child, from one bootstrap path or from one root that nothing refers to.
 * Alternative overlays are different worlds and never collide with each other.
 */
export interface World {
  /** The entry that it starts from, such as `clusters/paas-test/flux`. */
  readonly entry: string;
  readonly builds: readonly Build[];
}
