import { isMapping } from "../../core/json.ts";
import { valueAt } from "../../core/path.ts";
import { groupKindOf, type Resource } from "../../core/resource.ts";
import { readYaml } from "../../yaml/read.ts";
import { installDashboard } from "./dashboards.ts";
import { installIstio } from "./istio.ts";
import { installLegacyIstio } from "./istio-legacy.ts";
import { installMetallb } from "./metallb.ts";

/** A chart that a HelmRelease or an Argo CD Application installs. */
export interface Install {
  chart: string;
  version: string;
  release: string;
  namespace: string;
  values: Readonly<Record<string, unknown>>;
}

/** An object that a chart makes, with what rules ask of it. */
export interface Installed {
  apiVersion: string;
  kind: string;
  namespace?: string;
  name: string;
  labels?: Readonly<Record<string, string>>;
  spec?: Readonly<Record<string, unknown>>;
}

const CHARTS: readonly ((install: Install) => Installed[] | undefined)[] = [
  installIstio,
  installLegacyIstio,
  installMetallb,
  installDashboard,
];

/**
 * Says what the known charts among the releases of a cluster install, by version and values. Charts that are not known install nothing
 * that can be said.
 */
export function installedBy(resources: readonly Resource[]): Resource[] {
  return resources.flatMap((resource) =>
    knownInstalls(resource).flatMap(({ made }) =>
      made.map((installed) => toResource(installed, resource)),
    ),
  );
}

/** @returns the known charts that a release or Application installs, and what each makes */
export function knownInstalls(resource: Resource): { install: Install; made: Installed[] }[] {
  return readInstalls(resource).flatMap((install) => {
    const made = CHARTS.flatMap((chart) => chart(install) ?? []);
    return made.length > 0 ? [{ install, made }] : [];
  });
}

/** @returns the charts that a release or Application installs, known or not */
export function readInstalls(resource: Resource): Install[] {
  switch (groupKindOf(resource.id)) {
    case "HelmRelease.helm.toolkit.fluxcd.io":
      return readRelease(resource);
    case "Application.argoproj.io":
      return readApplication(resource);
    default:
      return [];
  }
}

function readRelease({ id, data }: Resource): Install[] {
  const text = (...path: string[]) => textOf(valueAt(data, ["spec", ...path]));
  const namespace = text("targetNamespace") ?? id.namespace ?? "default";
  const chart = text("chart", "spec", "chart") ?? text("chartRef", "name");
  if (chart === undefined) return [];
  const release =
    text("releaseName") ??
    (text("targetNamespace") === undefined ? id.name : `${namespace}-${id.name}`);
  return [
    {
      chart: chart.slice(chart.lastIndexOf("/") + 1),
      version: text("chart", "spec", "version") ?? "",
      release,
      namespace,
      values: mappingOf(valueAt(data, ["spec", "values"])),
    },
  ];
}

function readApplication({ id, data }: Resource): Install[] {
  const spec = mappingOf(data["spec"]);
  const sources = Array.isArray(spec["sources"])
    ? (spec["sources"] as unknown[])
    : [spec["source"]];
  const namespace = textOf(valueAt(spec, ["destination", "namespace"])) ?? "default";
  return sources.flatMap((source) => {
    const chart = textOf(valueAt(source, ["chart"]));
    if (chart === undefined) return [];
    const release = textOf(valueAt(source, ["helm", "releaseName"])) ?? id.name;
    const version = textOf(valueAt(source, ["targetRevision"])) ?? "";
    return [
      {
        chart: chart.slice(chart.lastIndexOf("/") + 1),
        version,
        release,
        namespace,
        values: valuesOf(valueAt(source, ["helm"])),
      },
    ];
  });
}

function toResource(
  { apiVersion, kind, namespace, name, labels, spec }: Installed,
  owner: Resource,
): Resource {
  const metadata = {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    ...(labels === undefined ? {} : { labels }),
  };
  return {
    id: { apiVersion, kind, ...(namespace === undefined ? {} : { namespace }), name },
    data: { apiVersion, kind, metadata, ...(spec === undefined ? {} : { spec }) },
    file: owner.file,
    document: owner.document,
    locate: () => owner.locate(["metadata", "name"]),
  };
}

/** The object wins over the text, as in Argo CD. */
function valuesOf(helm: unknown): Readonly<Record<string, unknown>> {
  const object = valueAt(helm, ["valuesObject"]);
  const text = textOf(valueAt(helm, ["values"]));
  if (isMapping(object) || text === undefined) return mappingOf(object);
  return mappingOf(readYaml("values", text).documents[0]?.value);
}

function textOf(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function mappingOf(value: unknown): Readonly<Record<string, unknown>> {
  return isMapping(value) ? value : {};
}

/** A Service, and the Pods behind it as a Deployment. */
export function serviceWithPods(
  { namespace }: Install,
  name: string,
  labels: Readonly<Record<string, string>>,
  ports: readonly {
    name?: string;
    port: number;
    targetPort?: number | string;
    protocol?: string;
  }[],
  type = "ClusterIP",
): Installed[] {
  return [
    {
      apiVersion: "v1",
      kind: "Service",
      namespace,
      name,
      labels,
      spec: { type, selector: labels, ports },
    },
    {
      apiVersion: "apps/v1",
      kind: "Deployment",
      namespace,
      name,
      labels,
      spec: {
        selector: { matchLabels: labels },
        template: { metadata: { labels }, spec: { containers: [] } },
      },
    },
  ];
}
