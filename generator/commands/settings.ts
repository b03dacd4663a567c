import type { LintConfig } from "../core/config.ts";
import type { Finding, Location } from "../core/finding.ts";
import type { Resource } from "../core/resource.ts";
import type { Tree } from "../core/tree.ts";
import { declaredServices } from "../services/declared.ts";
import { loadLintConfig } from "../services/lint-config.ts";
import { loadServices } from "../services/load.ts";

/** The linter's settings of a repository, and what is wrong with the files that they come from. */
export interface Settings {
  config: LintConfig;
  /** Where the acknowledgements of the configuration stand, in their order. */
  acknowledgements: Location[];
  findings: Finding[];
  /** The Services that services.yaml sends requests to. */
  declared: Resource[];
  /** The URL under which the engines read this repository, as services.yaml says. */
  remotes: string[];
}

const servicesFile = "services.yaml";
const settingsFile = ".meshwright.yaml";

/** Reads block `lint` of services.yaml and `.meshwright.yaml`, at the root of the tree; where both set the same, the latter counts. */
export function readSettings(tree: Tree): Settings {
  const text = tree.get(servicesFile);
  const services =
    text !== undefined && isInput(text)
      ? loadServices(text, servicesFile)
      : { findings: [], acknowledgements: [] };
  const fleet = "fleet" in services ? services.fleet : undefined;
  const own = tree.get(settingsFile);
  const settings =
    own === undefined ? { findings: [], acknowledgements: [] } : loadLintConfig(own, settingsFile);
  const [below, above]: LintConfig[] = [
    ("lint" in services && services.lint) || {},
    ("lint" in settings && settings.lint) || {},
  ];
  return {
    config: {
      severities: { ...below!.severities, ...above!.severities },
      acknowledge: [...(below!.acknowledge ?? []), ...(above!.acknowledge ?? [])],
      ignore: [...(below!.ignore ?? []), ...(above!.ignore ?? [])],
      external: [...(below!.external ?? []), ...(above!.external ?? [])],
    },
    acknowledgements: [...services.acknowledgements, ...settings.acknowledgements],
    findings: [...services.findings, ...settings.findings],
    declared: fleet ? declaredServices(fleet, text!) : [],
    remotes: fleet ? [fleet.git.url] : [],
  };
}

/** Is it ours? Others have files of this name too, as a rule with Services of Kubernetes. */
function isInput(text: string): boolean {
  return (
    /^version:/m.test(text) && /^(clusters|services):/m.test(text) && !/^apiVersion:/m.test(text)
  );
}
