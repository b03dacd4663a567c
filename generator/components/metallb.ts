import type { Cluster, Metallb, Pool } from "../core/fleet.ts";
import type { PlannedFile } from "../core/plan.ts";
import {
  infrastructureOf,
  mergeValues,
  planKustomization,
  planManifest,
  type ClusterContext,
  type Manifest,
} from "./plan.ts";
import { plainRelease, type Release } from "./release.ts";
import { isBefore } from "./versions.ts";

export const metallbNamespace = "metallb-system";
const folder = "templates/clusters/_cluster_/infrastructure";

/** @returns the release of MetalLB's chart; none before 0.13, whose manifests come from its repository */
export function metallbReleases({ metallb }: Cluster): Release[] {
  if (metallb?.era !== "crd") return [];
  const repository = { name: "metallb", url: "https://metallb.github.io/metallb" };
  const values = mergeValues(backendValues(metallb), metallb.values);
  const { version } = metallb;
  // Written by the controller: FACTS.md 4.6.
  const ignoreDifferences = isBefore(version, "0.15.0")
    ? [
        {
          group: "apiextensions.k8s.io",
          kind: "CustomResourceDefinition",
          jsonPointers: ["/spec/conversion/webhook/clientConfig/caBundle"],
        },
      ]
    : [];
  const release = {
    stage: "metallb",
    name: "metallb",
    chart: "metallb",
    namespace: metallbNamespace,
  } as const;
  return [{ ...plainRelease, ...release, repository, version, values, ignoreDifferences }];
}

/** Native mode speaks layer 2 and simple BGP; the FRR backends are for more than that (FACTS.md 4.3). */
function backendValues({ version }: Metallb): Record<string, unknown> {
  if (isBefore(version, "0.14.0")) return {};
  return isBefore(version, "0.16.0")
    ? { speaker: { frr: { enabled: false } } }
    : { frrk8s: { enabled: false }, speaker: { frr: { enabled: false } } };
}

/** Before 0.9 the manifest itself brings the Namespace; later a file beside it does (FACTS.md 4.1). */
export const manifestFiles = ["metallb.yaml", "namespace.yaml"] as const;

/** Plans MetalLB before 0.13 for Flux: its repository at the tag, and a Kustomization of the files that count. */
export function planLegacyMetallb(context: ClusterContext): PlannedFile[] {
  const { cluster } = context;
  if (cluster.metallb?.era !== "configmap") return [];
  const to = `${infrastructureOf(cluster)}/metallb`;
  const { namespace } = cluster.flux;
  const source: Manifest = {
    apiVersion: "source.toolkit.fluxcd.io/v1",
    kind: "GitRepository",
    metadata: { name: "metallb", namespace },
  };
  const manifests: Manifest = {
    apiVersion: "kustomize.toolkit.fluxcd.io/v1",
    kind: "Kustomization",
    metadata: { name: "metallb-manifests", namespace },
  };
  const repository = planManifest(
    context,
    `${to}/gitrepository.yaml`,
    `${folder}/metallb/gitrepository.yaml.hbs`,
    source,
  );
  return [
    { ...repository, data: { ...repository.data, tag: `v${cluster.metallb.version}` } },
    planManifest(
      context,
      `${to}/manifests.yaml`,
      `${folder}/metallb/manifests.yaml.hbs`,
      manifests,
    ),
    planKustomization(context, to, `${folder}/_stage_/kustomization.yaml.hbs`, [
      "gitrepository.yaml",
      "manifests.yaml",
    ]),
  ];
}

/** Plans stage metallb-config: pools and who announces them, as custom resources or, before 0.13, as the ConfigMap. */
export function planMetallbConfig(context: ClusterContext): PlannedFile[] {
  const { metallb } = context.cluster;
  if (!metallb || metallb.pools.length === 0) return [];
  const to = `${infrastructureOf(context.cluster)}/metallb-config`;
  const from = `${folder}/metallb-config`;
  const files =
    metallb.era === "configmap"
      ? [planConfigMap(context, metallb, to)]
      : planResources(context, metallb, to, from);
  const names = files.map(({ path }) => path.slice(to.length + 1));
  return [
    ...files,
    planKustomization(context, to, `${folder}/_stage_/kustomization.yaml.hbs`, names),
  ];
}

function planConfigMap(context: ClusterContext, metallb: Metallb, to: string): PlannedFile {
  const manifest: Manifest = {
    apiVersion: "v1",
    kind: "ConfigMap",
    metadata: { name: "config", namespace: metallbNamespace },
  };
  const file = planManifest(
    context,
    `${to}/config.yaml`,
    `${folder}/metallb-config/config.yaml.hbs`,
    manifest,
  );
  return {
    ...file,
    data: {
      ...file.data,
      peers: metallb.peers.map(legacyPeer),
      pools: metallb.pools.map(legacyPool),
    },
  };
}

/** FACTS.md 4.2: kebab-case keys, parsed strictly. */
function legacyPool(pool: Pool): Record<string, unknown> {
  const { bgp } = pool;
  return {
    name: pool.name,
    protocol: pool.protocol,
    addresses: pool.addresses,
    "auto-assign": pool.autoAssign ? undefined : false,
    "avoid-buggy-ips": pool.avoidBuggyIPs ? true : undefined,
    "bgp-advertisements": bgp && [
      {
        "aggregation-length": bgp.aggregationLength,
        localpref: bgp.localPref,
        communities: bgp.communities.length > 0 ? bgp.communities : undefined,
      },
    ],
  };
}

function legacyPeer(peer: Metallb["peers"][number]): Record<string, unknown> {
  const { peerAddress, peerASN, myASN, peerPort, holdTime } = peer;
  return {
    "peer-address": peerAddress,
    "peer-asn": peerASN,
    "my-asn": myASN,
    "peer-port": peerPort,
    "hold-time": holdTime,
  };
}

function planResources(
  context: ClusterContext,
  { pools, peers }: Metallb,
  to: string,
  from: string,
): PlannedFile[] {
  const manifests: [file: string, template: string, manifest: Manifest][] = [];
  const add = (
    file: string,
    template: string,
    kind: string,
    version: string,
    name: string,
    spec: Record<string, unknown>,
  ): void => {
    manifests.push([
      file,
      template,
      {
        apiVersion: `metallb.io/${version}`,
        kind,
        metadata: { name, namespace: metallbNamespace },
        spec,
      },
    ]);
  };
  for (const pool of pools) {
    const { name, addresses, bgp } = pool;
    const avoidBuggyIPs = pool.avoidBuggyIPs ? true : undefined;
    add(`pool-${name}.yaml`, "ipaddresspool", "IPAddressPool", "v1beta1", name, {
      addresses,
      autoAssign: pool.autoAssign ? undefined : false,
      avoidBuggyIPs,
    });
    if (pool.protocol === "layer2") {
      const interfaces = pool.interfaces.length > 0 ? pool.interfaces : undefined;
      add(`l2advertisement-${name}.yaml`, "l2advertisement", "L2Advertisement", "v1beta1", name, {
        ipAddressPools: [name],
        interfaces,
      });
      continue;
    }
    const communities = bgp && bgp.communities.length > 0 ? bgp.communities : undefined;
    const advertisement = {
      ipAddressPools: [name],
      aggregationLength: bgp?.aggregationLength,
      localPref: bgp?.localPref,
      communities,
    };
    add(
      `bgpadvertisement-${name}.yaml`,
      "bgpadvertisement",
      "BGPAdvertisement",
      "v1beta1",
      name,
      advertisement,
    );
  }
  for (const { name, ...spec } of peers)
    add(`bgppeer-${name}.yaml`, "bgppeer", "BGPPeer", "v1beta2", name, spec);
  return manifests.map(([file, template, manifest]) =>
    planManifest(context, `${to}/${file}`, `${from}/${template}.yaml.hbs`, manifest),
  );
}
