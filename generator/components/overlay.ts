import { isDeepStrictEqual } from "node:util";
import type { App } from "../core/fleet.ts";
import type { PlannedFile } from "../core/plan.ts";
import { groupOf } from "../core/resource.ts";
import { baseFlavour, manifestsOf, networkingVersion } from "./app.ts";
import {
  idOf,
  planKustomization,
  planManifest,
  type ClusterContext,
  type Manifest,
} from "./plan.ts";

const templates = "templates/apps/_service_/overlays/_cluster_";

/**
 * Plans `apps/<service>/overlays/<cluster>`: base as it is, and what differs in this cluster. Our patches are a component of their own,
 * before the user's `custom/` components, so that those see the finished objects and have the last word.
 */
export function planOverlay(context: ClusterContext, app: App): PlannedFile[] {
  const { cluster, fleet, existing } = context;
  const to = `apps/${app.name}/overlays/${cluster.name}`;
  const base = fleet.base.get(app.name);
  const here = manifestsOf(app, {
    apiVersion: networkingVersion(cluster.mesh),
    dataplane: cluster.mesh.dataplane,
    era: cluster.mesh.era,
  });
  const there = base ? manifestsOf(base, baseFlavour(fleet)) : new Map<string, Manifest>();
  const added = new Map([...here].filter(([file]) => !there.has(file)));
  const certificate = certificateOf(context, app);
  if (certificate) added.set("certificate", certificate);
  const files = [...added].map(([file, manifest]) =>
    planManifest(context, `${to}/${file}.yaml`, `${templates}/${file}.yaml.hbs`, manifest),
  );
  const patches = planPatches(context, `${to}/patches`, there, here);
  const custom = [`apps/${app.name}/custom`, `${to}/custom`].filter((folder) =>
    existing.has(`${folder}/kustomization.yaml`),
  );
  const components = [
    ...(patches.length > 0 ? ["patches"] : []),
    ...custom.map((folder) => (folder.startsWith(to) ? "custom" : "../../custom")),
  ];
  const kustomization = planKustomization(context, to, `${templates}/kustomization.yaml.hbs`, [
    "../../base",
    ...[...added.keys()].map((file) => `${file}.yaml`),
  ]);
  return [...files, ...patches, { ...kustomization, data: { ...kustomization.data, components } }];
}

/** The certificate and its Secret lie where the ingress gateway reads them. */
function certificateOf({ cluster }: ClusterContext, app: App): Manifest | undefined {
  if (!app.tls?.certificate) return undefined;
  const { issuer, issuerKind } = app.tls.certificate;
  const metadata = { name: app.tls.secret, namespace: cluster.mesh.ingress.namespace };
  const spec = {
    secretName: app.tls.secret,
    dnsNames: app.hosts,
    issuerRef: { kind: issuerKind, name: issuer },
  };
  return { apiVersion: "cert-manager.io/v1", kind: "Certificate", metadata, spec };
}

function planPatches(
  context: ClusterContext,
  to: string,
  there: ReadonlyMap<string, Manifest>,
  here: ReadonlyMap<string, Manifest>,
): PlannedFile[] {
  const files: PlannedFile[] = [];
  const moves: Record<string, unknown>[] = [];
  for (const [file, before] of there) {
    const patch = patchOf(before, here.get(file));
    if (patch) {
      const planned = planManifest(
        context,
        `${to}/${file}.yaml`,
        `${templates}/patches/patch.yaml.hbs`,
        before,
      );
      files.push({ ...planned, data: { patch }, expect: [idOf(before)] });
    }
    const move = moveOf(before, here.get(file));
    if (move) moves.push(move);
  }
  if (files.length === 0 && moves.length === 0) return [];
  const kustomization = planKustomization(
    context,
    to,
    `${templates}/patches/kustomization.yaml.hbs`,
    [],
  );
  const paths = files.map(({ path }) => path.slice(to.length + 1));
  const expect = [{ apiVersion: "kustomize.config.k8s.io/v1alpha1", kind: "Component", name: "" }];
  return [...files, { ...kustomization, expect, data: { paths, moves } }];
}

/** A merge patch from base's object to this cluster's: changed fields whole, gone fields null; undefined where nothing differs. */
function patchOf(
  before: Manifest,
  after: Manifest | undefined,
): Record<string, unknown> | undefined {
  const { apiVersion, kind, metadata } = before;
  const id = { name: metadata.name, namespace: metadata.namespace };
  if (!after) return { apiVersion, kind, metadata: id, $patch: "delete" };
  const labels = changesBetween(metadata.labels ?? {}, after.metadata.labels ?? {});
  const spec = changesBetween(before.spec ?? {}, after.spec ?? {});
  if (!labels && !spec) return undefined;
  return {
    apiVersion,
    kind,
    metadata: { ...id, ...(labels && { labels }) },
    ...(spec && { spec }),
  };
}

function changesBetween(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): Record<string, unknown> | undefined {
  const changed = Object.keys({ ...before, ...after }).filter(
    (key) => !isDeepStrictEqual(before[key], after[key]),
  );
  return changed.length === 0
    ? undefined
    : Object.fromEntries(changed.map((key) => [key, after[key] ?? null]));
}

/** What a merge patch cannot change because it finds the object by it: the API version. */
function moveOf(
  before: Manifest,
  after: Manifest | undefined,
): Record<string, unknown> | undefined {
  if (!after || before.apiVersion === after.apiVersion) return undefined;
  const target = {
    group: groupOf(before.apiVersion),
    kind: before.kind,
    name: before.metadata.name,
  };
  return { target, operations: [{ op: "replace", path: "/apiVersion", value: after.apiVersion }] };
}
