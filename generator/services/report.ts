import type { Finding, Location } from "../core/finding.ts";
import { valueAt, type Path } from "../core/path.ts";
import type { YamlDocument } from "../yaml/types.ts";
import { serviceRules, type ServiceRuleName } from "./rules.ts";

/** A problem of the whole file, of one cluster, or of one cluster's service. */
export interface Problem {
  rule: ServiceRuleName;
  /** Where it stands in services.yaml. For a cluster's setting: the path below the cluster, such as `["metallb", "version"]`. */
  path: Path;
  part?: "key" | "value";
  message: string;
  related?: readonly { message: string; path: Path }[];
}

/** A finding and the clusters that it is about; none when it is about the file. */
export interface ClusterFinding {
  finding: Finding;
  clusters: readonly string[];
}

/** Gathers problems; those that several clusters share become one finding. */
export interface Reporter {
  /** Reports a problem of the file as a whole; its path starts at the root. */
  report(problem: Problem): void;
  /** Reports a problem of one cluster; its path starts at the cluster, and falls back to the top level where the cluster inherits. */
  reportIn(cluster: string, problem: Problem): void;
  /** Reports a problem of a service in one cluster; its path starts at the service and falls back likewise. */
  reportFor(cluster: string, service: string, problem: Problem): void;
  findings(): ClusterFinding[];
}

const severities = new Map<string, Finding["severity"]>(
  serviceRules.map(({ name, severity }) => [name, severity]),
);

/**
 * Makes an empty reporter.
 * @param document services.yaml, for positions
 * @param clusterCount how many clusters there are: a problem that all of them share needs no list of names
 */
export function createReporter(document: YamlDocument, clusterCount: number): Reporter {
  const gathered = new Map<string, { problem: Problem; path: Path; clusters: Set<string> }>();

  function add(problem: Problem, path: Path, cluster?: string): void {
    const key = JSON.stringify([problem.rule, path, problem.part, problem.message]);
    const entry = gathered.get(key) ?? { problem, path, clusters: new Set<string>() };
    if (cluster !== undefined) entry.clusters.add(cluster);
    gathered.set(key, entry);
  }

  const locate = (path: Path, part?: "key" | "value"): Location => document.locate(path, part);

  return {
    report: (problem) => add(problem, problem.path),
    reportIn(cluster, problem) {
      const own: Path = ["clusters", cluster];
      add(
        problem,
        firstThatExists(document.value, [[...own, ...problem.path], problem.path, own]),
        cluster,
      );
    },
    reportFor(cluster, service, problem) {
      const own: Path = ["services", service];
      add(
        problem,
        firstThatExists(document.value, [
          [...own, "clusters", cluster, ...problem.path],
          [...own, ...problem.path],
          own,
        ]),
        cluster,
      );
    },
    findings: () =>
      [...gathered.values()].map(({ problem, path, clusters }) => ({
        clusters: [...clusters],
        finding: {
          rule: problem.rule,
          severity: severities.get(problem.rule) ?? "error",
          message: problem.message + clusterSuffix([...clusters], clusterCount),
          at: locate(path, problem.part),
          path,
          ...(problem.related && {
            related: problem.related.map((other) => ({
              message: other.message,
              at: locate(other.path),
            })),
          }),
        },
      })),
  };
}

/** The first path that leads to a value; else the last. */
function firstThatExists(data: unknown, paths: readonly Path[]): Path {
  return paths.find((path) => valueAt(data, path) !== undefined) ?? paths.at(-1)!;
}

function clusterSuffix(clusters: readonly string[], clusterCount: number): string {
  if (clusters.length === 0 || clusters.length === clusterCount) return "";
  const shown = clusters.slice(0, 3).join(", ");
  const rest = clusters.length - 3;
  return ` (cluster ${shown}${rest > 0 ? ` and ${rest} more` : ""})`;
}
