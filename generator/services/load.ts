import type { LintConfig } from "../core/config.ts";
import type { App, Cluster, Fleet } from "../core/fleet.ts";
import type { Finding, Location } from "../core/finding.ts";
import type { InputProblem } from "../schema/input.ts";
import type { YamlDocument } from "../yaml/types.ts";
import { applyLintConfig, isAboutServices, type Acknowledged } from "./acknowledge.ts";
import { checkAll } from "./checks/all.ts";
import type { ClusterView } from "./checks/view.ts";
import { defaultBranch } from "./defaults.ts";
import { readDocument } from "./document.ts";
import { toLintConfig } from "./lint-config.ts";
import { createNeighbours, namespacesUsedOnce } from "./neighbours.ts";
import { repair, type Repaired } from "./repair.ts";
import { createReporter, type ClusterFinding } from "./report.ts";
import { resolveApp } from "./resolve/app.ts";
import { resolveCluster } from "./resolve/cluster.ts";
import { servicesSchema, type ServicesInput } from "./schema.ts";
import { serviceRules, type ServiceRule } from "./rules.ts";
import { checkShape, mostProblems } from "./shape.ts";
import { runsIn, serviceSettingsOf, settingsOf } from "./settings.ts";

/** What services.yaml says. */
export interface Loaded {
  /** Absent when a finding is an error. */
  fleet?: Fleet;
  /** Block `lint`, as soon as the file fits its schema. Acknowledgements of `services/` rules are applied already and left out. */
  lint?: LintConfig;
  /** Where the acknowledgements in `lint` stand, in the same order. */
  acknowledgements: Location[];
  /** What is wrong or worth knowing, in the file's order. */
  findings: Finding[];
  /** Warnings that the user accepts, with the reasons. */
  acknowledged: Acknowledged[];
}

/**
 * Reads services.yaml.
 * @param text the file's text
 * @param file its repository-relative path, for positions and for the header of generated files
 * @returns the fleet, or every problem of the file; never throws for what a user wrote
 */
export function loadServices(text: string, file: string): Loaded {
  const read = readDocument(text, file, "services");
  if (read.document === undefined) return { ...nothing, findings: inOrder(read.findings) };
  const { document } = read;
  const shape = checkShape(document, text, servicesSchema, "services", [
    ["clusters"],
    ["services"],
  ]);
  const findings = [...read.findings, ...shape.findings];
  if (findings.some(({ severity }) => severity === "error")) {
    return { ...nothing, findings: inOrder([...findings, ...checkRest(document, shape.problems)]) };
  }

  const input = document.value as ServicesInput;
  const clusters = viewClusters(input);
  const found = check(input, clusters, document);
  const locate = (index: number) => document.locate(["lint", "acknowledge", index]);
  const lint = toLintConfig(input.lint ?? {});
  const applied = applyLintConfig(found, lint, locate);
  const canGenerate = found.every(({ finding }) => finding.severity !== "error");
  return {
    ...(canGenerate && { fleet: toFleet(input, file, clusters) }),
    ...lintSettings(lint, locate),
    findings: inOrder([...findings, ...applied.findings]),
    acknowledged: applied.acknowledged,
  };
}

const nothing = { acknowledged: [], acknowledgements: [] };

function check(
  input: ServicesInput,
  clusters: readonly ClusterView[],
  document: YamlDocument,
): ClusterFinding[] {
  const reporter = createReporter(document, clusters.length);
  checkAll(input, clusters, reporter);
  return reporter.findings();
}

/** Looks across the fields of a file that does not fit its schema, and keeps the errors that what is wrong has no part in. */
function checkRest(document: YamlDocument, problems: readonly InputProblem[]): Finding[] {
  if (problems.length > mostProblems) return [];
  const repaired = repair(document.value, problems);
  if (repaired === undefined) return [];
  return check(repaired.input, viewClusters(repaired.input), document)
    .map(({ finding }) => finding)
    .filter((finding) => finding.severity === "error" && isCertain(finding, repaired));
}

/** Does the finding look only at blocks that nothing was taken out of? */
function isCertain(finding: Finding, { touched, services }: Repaired): boolean {
  const rule: ServiceRule | undefined = serviceRules.find(({ name }) => name === finding.rule);
  const [block, service] = finding.path ?? [];
  if (block === "services" && services.has(String(service))) return false;
  return rule !== undefined && (rule.needs ?? []).every((needed) => !touched.has(needed));
}

/** The linter's part of block `lint`. */
function lintSettings(
  lint: LintConfig,
  locate: (index: number) => Location,
): Pick<Loaded, "lint" | "acknowledgements"> {
  const all = (lint.acknowledge ?? []).map((entry, index) => ({ entry, index }));
  const others = all.filter(({ entry }) => !isAboutServices(entry));
  return {
    lint: { ...lint, acknowledge: others.map(({ entry }) => entry) },
    acknowledgements: others.map(({ index }) => locate(index)),
  };
}

function viewClusters(input: ServicesInput): ClusterView[] {
  return Object.keys(input.clusters)
    .sort()
    .map((name) => viewCluster(input, name));
}

/** Resolves a cluster and its services, and keeps what their user wrote beside it for the checks. */
function viewCluster(input: ServicesInput, name: string): ClusterView {
  const settings = settingsOf(input, name);
  const services = input.services ?? {};
  const once = namespacesUsedOnce(services);
  const neighbours = createNeighbours(services, name);
  const views = Object.keys(services)
    .sort()
    .filter((service) => runsIn(services[service]!, name))
    .map((service) => {
      const written = serviceSettingsOf(services[service]!, name);
      const app = resolveApp(
        service,
        written,
        settings.domain,
        once.has(written.namespace ?? service),
        neighbours,
      );
      return { name: service, settings: written, app };
    });
  const cluster = resolveCluster(
    settings,
    views.map(({ app }) => app),
  );
  return { name, settings, cluster, services: views, input };
}

function toFleet(input: ServicesInput, file: string, views: readonly ClusterView[]): Fleet {
  const clusters = views.map(({ cluster }) => cluster);
  return {
    file,
    git: { url: input.git.url, branch: input.git.branch ?? defaultBranch },
    engines: (["flux", "argocd"] as const).filter((engine) =>
      clusters.some(({ engines }) => engines.includes(engine)),
    ),
    clusters,
    base: resolveBase(input, clusters),
  };
}

/** The services without any cluster's changes. Where there is no domain for all, base has that of the first cluster. */
function resolveBase(input: ServicesInput, clusters: readonly Cluster[]): Map<string, App> {
  const services = input.services ?? {};
  const once = namespacesUsedOnce(services);
  const neighbours = createNeighbours(services);
  const base = new Map<string, App>();
  for (const name of Object.keys(services).sort()) {
    const settings = serviceSettingsOf(services[name]!);
    const domain =
      input.domain ?? clusters.find((cluster) => runsIn(services[name]!, cluster.name))?.domain;
    base.set(
      name,
      resolveApp(name, settings, domain, once.has(settings.namespace ?? name), neighbours),
    );
  }
  return base;
}

function inOrder(findings: readonly Finding[]): Finding[] {
  return findings.toSorted(
    (a, b) =>
      a.at.line - b.at.line ||
      a.at.column - b.at.column ||
      (a.rule < b.rule ? -1 : Number(a.rule > b.rule)),
  );
}
