import { asText } from "../../../../core/json.ts";
import type { Path } from "../../../../core/path.ts";
import { groupKindOf, type Resource } from "../../../../core/resource.ts";
import type { Rule, RuleContext } from "../../../../core/rule.ts";
import { entriesWithin, get, items, text } from "../../field.ts";
import { findMeshes, type MeshCluster } from "../multi-cluster.ts";

/**
 * Source: multicluster.ServiceAnalyzer of istio/istio, which asks clusters that one control plane watches. Node ports are left out: the
 * API server gives them, each cluster its own.
 */
export const rule: Rule = {
  name: "istio/multi-cluster-service",
  severity: "warning",
  summary: "A Service is the same in all clusters of a mesh",
  aliases: ["IST0170"],
  scope: "repository",
  check(context) {
    for (const mesh of findMeshes(context.worlds)) {
      const services = new Map<string, Shown[]>();
      for (const shown of mesh.flatMap(servicesOf)) {
        const key = `${shown.service.id.namespace ?? "default"}/${shown.service.id.name}`;
        services.set(key, [...(services.get(key) ?? []), shown]);
      }
      for (const [name, shown] of services) compare(context, name, shown);
    }
  },
};

/** A Service as one cluster has it. */
interface Shown {
  cluster: string;
  service: Resource;
  /** What clusters have to agree on, as a person reads it. */
  looks: Readonly<Record<Aspect, string>>;
}

const ASPECTS = ["clusterIP", "type", "ports"] as const;
type Aspect = (typeof ASPECTS)[number];

function servicesOf({ name, worlds, isLocal }: MeshCluster): Shown[] {
  const services = new Map<string, Shown>();
  for (const service of worlds.flatMap(({ builds }) =>
    builds.flatMap((build) => build.resources),
  )) {
    if (groupKindOf(service.id) !== "Service" || isLocal(service)) continue;
    const looks = look(service);
    const key = `${service.id.namespace ?? "default"}/${service.id.name}`;
    if (looks !== undefined) services.set(key, { cluster: name, service, looks });
  }
  return [...services.values()];
}

/** @returns undefined where a substitution has yet to say what the Service is */
function look({ data }: Resource): Shown["looks"] | undefined {
  const spec = get({ path: [], value: data }, "spec");
  const isOpen = entriesWithin(spec).some(
    ({ field }) => typeof field.value === "string" && text(field) === undefined,
  );
  if (isOpen) return undefined;
  const ports = items(get(spec, "ports")).map((port) => {
    const number = asText(get(port, "port").value ?? 0);
    const target = asText(get(port, "targetPort").value || number);
    const protocol = text(get(port, "protocol")) || "TCP";
    const application = text(get(port, "appProtocol"));
    return `${text(get(port, "name")) || "(no name)"} ${number}/${protocol}${target === number ? "" : ` to ${target}`}${application ? ` as ${application}` : ""}`;
  });
  return {
    clusterIP: get(spec, "clusterIP").value === "None" ? "no cluster IP" : "a cluster IP",
    type: `type ${text(get(spec, "type")) || "ClusterIP"}`,
    ports: ports.length === 0 ? "no ports" : `ports ${ports.sort().join(", ")}`,
  };
}

/** What most clusters have is taken for what is meant; each other way is told once. */
function compare(context: RuleContext, name: string, shown: readonly Shown[]): void {
  const ways = new Map<string, Shown[]>();
  for (const one of shown) {
    const key = ASPECTS.map((aspect) => one.looks[aspect]).join("\n");
    ways.set(key, [...(ways.get(key) ?? []), one]);
  }
  const [usual, ...others] = [...ways.values()].sort((one, other) => other.length - one.length);
  for (const other of others) report(context, name, other, usual!);
}

function report(
  context: RuleContext,
  name: string,
  other: readonly Shown[],
  usual: readonly Shown[],
): void {
  const [{ service, looks }, model] = [other[0]!, usual[0]!];
  const aspects = ASPECTS.filter((aspect) => looks[aspect] !== model.looks[aspect]);
  const say = (some: Shown["looks"]) => aspects.map((aspect) => some[aspect]).join(" and ");
  const path: Path = ["spec", aspects[0]!];
  context.report({
    resource: service,
    path,
    message: `Service "${name}" has ${say(looks)} in ${listClusters(other)}, but ${say(model.looks)} in ${listClusters(usual)} of the same mesh, which takes them for one Service; make them the same, or give them different names`,
    related: [{ message: "the other Service", at: model.service.locate(path) }],
  });
}

function listClusters(shown: readonly Shown[]): string {
  return `${shown.length === 1 ? "cluster" : "clusters"} ${shown.map(({ cluster }) => `"${cluster}"`).join(", ")}`;
}
