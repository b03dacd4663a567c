// `istioctl analyze`: cases with the messages that one of its analyzers gives, each a code and a resource.
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { valueAt } from "../../dist/core/path.js";
import { lintTree } from "../../dist/lint/engine.js";
import { rules } from "../../dist/lint/rules/registry.js";
import { readYaml } from "../../dist/yaml/read.js";

/** Out of scope: a Pod that lacks its proxy is seen on a cluster only, and upstream leaves alpha annotations out by default. */
const LEFT_OUT = ["IST0103", "IST0136"];

/** Analyzer → the rules that do its work. One code (IST0101) is several analyzers', so codes do not tell. */
const ANALYZERS = {
  "annotations.K8sAnalyzer": [
    "annotation-deprecated",
    "annotation-invalid",
    "annotation-misplaced",
    "annotation-unknown",
  ],
  "authn.BlockedCIDRsAnalyzer": ["jwks-blocked-cidrs"],
  "authz.AuthorizationPoliciesAnalyzer": [
    "authorization-policy-namespaces",
    "authorization-policy-selector",
  ],
  "deployment.ApplicationUIDAnalyzer": ["application-uid"],
  "deployment.ServiceAssociationAnalyzer": ["workload-services"],
  "deprecation.FieldAnalyzer": ["deprecated-fields"],
  "destinationrule.CaCertificateAnalyzer": ["server-unverified", "server-unverified-port"],
  "destinationrule.PodNotSelectedAnalyzer": ["destination-rule-target", "subset-pods"],
  "envoyfilter.EnvoyPatchAnalyzer": [
    "envoy-filter-add",
    "envoy-filter-priority",
    "envoy-filter-remove",
    "envoy-filter-replace",
    "envoy-filter-version-priority",
  ],
  "externalcontrolplane.ExternalControlPlaneAnalyzer": ["webhook-hostname", "webhook-url"],
  "gateway.CertificateAnalyzer": ["duplicate-certificate"],
  "gateway.ConflictingGatewayAnalyzer": ["conflicting-gateways"],
  "gateway.IngressGatewayPortAnalyzer": ["gateway-selector"],
  "gateway.SecretAnalyzer": ["gateway-credential", "gateway-selector"],
  "injection.Analyzer": ["namespace-injection", "namespace-injection-labels"],
  "injection.ImageAnalyzer": ["proxy-image"],
  "injection.ImageAutoAnalyzer": ["image-auto"],
  "k8sgateway.CRDVersionAnalyzer": ["gateway-api-version"],
  "k8sgateway.SelectorAnalyzer": ["ineffective-selector"],
  "multicluster.MeshNetworksAnalyzer": ["mesh-networks"],
  "schemaValidation.CollectionValidationAnalyzer": [
    "virtual-service-ineffective-match",
    "virtual-service-unreachable",
  ],
  "service.PortNameAnalyzer": ["external-name-ports", "service-port-names"],
  "serviceentry.ConflictingServiceEntryProtocolAnalyzer": ["service-entry-protocols"],
  "serviceentry.ProtocolAddressesAnalyzer": ["service-entry-tcp-address"],
  "sidecar.SelectorAnalyzer": ["sidecar-ambient", "sidecar-conflicts", "sidecar-selector"],
  "telemetry.DefaultSelectorAnalyzer": ["telemetry-conflicts"],
  "telemetry.LightstepAnalyzer": ["telemetry-lightstep"],
  "telemetry.ProviderAnalyzer": ["telemetry-provider"],
  "telemetry.SelectorAnalyzer": ["telemetry-conflicts", "telemetry-selector"],
  "virtualservice.ConflictingMeshGatewayHostsAnalyzer": ["mesh-hosts"],
  "virtualservice.DestinationHostAnalyzer": ["host-exists", "ingress-subset"],
  "virtualservice.DestinationRuleAnalyzer": ["subset-exists"],
  "virtualservice.GatewayAnalyzer": ["gateway-exists", "internal-gateway"],
  "virtualservice.JWTClaimRouteAnalyzer": ["jwt-claim-route"],
  "webhook.Analyzer": ["injection-webhooks"],
};

/** Upstream says a conflict at each resource that takes part; we say it once, and point at the others as related. */
const SAID_AT_EACH = [
  "conflicting-gateways",
  "duplicate-certificate",
  "injection-webhooks",
  "mesh-hosts",
  "service-entry-protocols",
  "sidecar-conflicts",
  "telemetry-conflicts",
];
/** One side repeats these: upstream for each pair of servers, Pod or route that shows them, we for each patch. */
const REPEATED = [
  ...SAID_AT_EACH,
  "envoy-filter-priority",
  "envoy-filter-version-priority",
  "proxy-image",
  "ineffective-selector",
  "ingress-subset",
  "jwt-claim-route",
];
/** Upstream says these at the Namespace; we at the workload that is to change. */
const SAID_OF_NAMESPACE = ["proxy-image"];
/**
 * A case agrees when the same codes are found at the same resources, each as often as upstream says it. Upstream runs one analyzer alone;
 * without schemas, so do we: lint keeps quiet about what follows from a file that a schema refuses.
 */
export function analyzerCases(root) {
  const { cases } = JSON.parse(readFileSync(join(root, "expect.json"), "utf8"));
  const whole = cases.filter((each) => {
    const missing = [each.meshConfigFile, each.meshNetworksFile].find(
      (file) => file && !existsSync(join(root, file)),
    );
    if (missing)
      console.log(`istio-analyzers: ${each.name}: ${missing} is not in the corpus, left out`);
    return !missing;
  });
  return whole.map((each) => {
    const analyzer = /^&?([\w.]+)/.exec(each.analyzer)[1];
    const names = ANALYZERS[analyzer] ?? [];
    const tree = treeOf(root, each);
    const wanted = each.expect.filter(({ code }) => !LEFT_OUT.includes(code));
    const found = lintTree({ tree, schemas: [] })
      .findings.filter((finding) => names.includes(nameOf(finding.rule)))
      .flatMap((finding) => messagesOf(finding, tree));
    const isOnce = names.some((name) => REPEATED.includes(name));
    const want = wanted.map(({ code, kind, namespace, resourceName }) => ({
      codes: [code],
      at: placeOf(kind, namespace, resourceName),
    }));
    const { missing, extra } = compare(isOnce ? once(want) : want, isOnce ? once(found) : found);
    return {
      id: `${each.name ?? each.inputFiles[0]} (${analyzer})`,
      want: missing.join(", "),
      got: extra.join(", "),
      why: "messages that only one side has",
    };
  });
}

/** All files of a case side by side, for one folder is one world. */
function treeOf(root, { inputFiles, meshConfigFile, meshNetworksFile }) {
  const read = (file) =>
    file && existsSync(join(root, file)) ? readFileSync(join(root, file), "utf8") : undefined;
  const tree = new Map(
    ["default-resources.yaml", ...inputFiles].map((file) => [
      file.replaceAll("/", "-"),
      read(file) ?? "",
    ]),
  );
  const mesh = Object.entries({
    mesh: read(meshConfigFile),
    meshNetworks: read(meshNetworksFile),
  }).filter(([, value]) => value !== undefined);
  if (mesh.length > 0) {
    const map = {
      apiVersion: "v1",
      kind: "ConfigMap",
      metadata: { name: "istio", namespace: "istio-system" },
      data: Object.fromEntries(mesh),
    };
    tree.set("mesh.yaml", JSON.stringify(map));
  }
  return tree;
}

function nameOf(rule) {
  return rule.slice(rule.indexOf("/") + 1);
}

function messagesOf(finding, tree) {
  const { rule, resource, related = [] } = finding;
  const codes = rules.find(({ name }) => name === rule)?.aliases ?? [];
  if (SAID_OF_NAMESPACE.includes(nameOf(rule)))
    return [{ codes, at: placeOf("Namespace", "", resource.namespace) }];
  const kind = codes.includes("IST0126") ? "MeshNetworks" : resource.kind;
  const own = {
    codes,
    at: placeOf(
      kind,
      resource.namespace,
      codes.includes("IST0126") ? "meshnetworks" : resource.name,
    ),
  };
  if (nameOf(rule) === "gateway-exists")
    return codesOfGateway(finding).map((code) => ({ ...own, codes: [code] }));
  if (nameOf(rule) === "virtual-service-unreachable")
    return [own, ...repeatedMatches(finding, tree).map(() => ({ ...own, codes: ["IST0131"] }))];
  if (!SAID_AT_EACH.includes(nameOf(rule))) return [own];
  return [own, ...related.flatMap(({ at }) => ({ codes, at: resourceAt(at, tree) }))];
}

/** Of a Gateway that is not there, upstream says besides that it serves none of the hosts; we say only that it is not there. */
function codesOfGateway({ message }) {
  return message.startsWith("there is no Gateway") ? ["IST0101", "IST0132"] : ["IST0132"];
}

/** Of a route that repeats another one, upstream says besides of each match that it is repeated; we say it once, of the route. */
function repeatedMatches({ message, path, at }, tree) {
  if (!message.includes("the same match")) return [];
  return valueAt(documentAt(at, tree).value, path).match;
}

/** Names the resource that a line of the tree belongs to. */
function resourceAt(at, tree) {
  const { kind, metadata } = documentAt(at, tree).value;
  return placeOf(kind, metadata.namespace, metadata.name);
}

function documentAt({ file, line }, tree) {
  const documents = readYaml(file, tree.get(file)).documents.filter(
    ({ value }) => value?.metadata !== undefined,
  );
  return documents.findLast(({ locate }) => locate([]).line <= line) ?? documents[0];
}

/** Upstream leaves the namespace out where a file does. */
function placeOf(kind, namespace, name) {
  return `${kind} ${namespace === undefined || namespace === "" || namespace === "default" ? "" : `${namespace}/`}${name}`;
}

function once(messages) {
  return [
    ...new Map(
      messages.map((message) => [`${message.codes.join()} ${message.at}`, message]),
    ).values(),
  ];
}

function compare(want, found) {
  const left = [...found];
  const missing = want.filter(({ codes: [code], at }) => {
    const index = left.findIndex((message) => message.codes.includes(code) && message.at === at);
    if (index >= 0) left.splice(index, 1);
    return index < 0;
  });
  const show = ({ codes, at }) => `${codes.join("/")} ${at}`;
  return { missing: missing.map(show).sort(), extra: left.map(show).sort() };
}
