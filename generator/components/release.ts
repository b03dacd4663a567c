import type { Manifest } from "./plan.ts";
import type { StageName } from "./stages.ts";

/** One Helm release. Flux gets it as a HelmRelease, Argo CD as an Application with the same chart, name, namespace and values. */
export interface Release {
  readonly stage: StageName;
  /** Name of the release, of the HelmRelease, and after the cluster's name of the Application. */
  readonly name: string;
  readonly namespace: string;
  readonly chart: string;
  readonly repository: { readonly name: string; readonly url: string };
  readonly version: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** Releases of the same stage that must be ready before. */
  readonly after: readonly string[];
  /** Versions of the chart whose own values schema refuses every value (FACTS.md 2.5). */
  readonly skipSchemaValidation: boolean;
  /** Services that no chart value can change: whole, as the chart makes them but for what is exposed. */
  readonly services: readonly Manifest[];
  /** Fields that controllers write into the chart's objects, which are no drift (FACTS.md 2.6, 4.6). */
  readonly ignoreDifferences: readonly Readonly<Record<string, unknown>>[];
}

/** What most releases have nothing of. */
export const plainRelease = {
  after: [],
  skipSchemaValidation: false,
  services: [],
  ignoreDifferences: [],
} as const;
