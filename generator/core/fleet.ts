/**
 * services.yaml with every default filled in, every override applied and every reference resolved: what the components generate from.
 * `services/` makes it; `components/` read it. Lists are in a stable order (clusters, services by name; the user's order inside one).
 */
export type Engine = "flux" | "argocd";

export interface Fleet {
  /** The input's file name, for the header of generated files. */
  file: string;
  git: { url: string; branch: string };
  engines: readonly Engine[];
  clusters: readonly Cluster[];
  /** Services by name as the top-level defaults make them, without any cluster's overrides: what `apps/<service>/base` holds. */
  base: ReadonlyMap<string, App>;
}

export interface Cluster {
  name: string;
  /** Kubernetes minor, such as `1.36`. */
  kubernetes: string;
  engines: readonly Engine[];
  domain: string;
  mesh: Mesh;
  metallb?: Metallb;
  dashboards: readonly Dashboard[];
  /** The services that run in this cluster, this cluster's overrides applied. */
  apps: readonly App[];
  flux: { namespace: string };
  argocd: {
    namespace: string;
    project: string;
    destination: { server: string } | { name: string };
  };
}

/** `legacy`: Istio 1.1 to 1.5, charts istio-init and istio. `modern`: 1.22 and newer, charts base, istiod, gateway, cni, ztunnel. */
export type MeshEra = "legacy" | "modern";

export interface Mesh {
  istio: string;
  era: MeshEra;
  preset: "default" | "demo" | "minimal" | "ambient";
  /** How a service's namespace joins the mesh. */
  dataplane: "sidecar" | "ambient";
  charts: { repository: string; version: string };
  hub: string;
  tag: string;
  ingress: {
    namespace: string;
    name: string;
    address?: string;
    pool?: string;
    allowFrom: readonly string[];
  };
  /** The user's own Helm values per chart (`istiod`, `gateway`, `istio`, ...), merged over ours. */
  values: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

export interface Metallb {
  version: string;
  /** `configmap`: 0.7 to 0.12. `crd`: 0.13 and newer. */
  era: "configmap" | "crd";
  /** `metallb.universe.tf` before 0.14.9, then `metallb.io`. */
  annotationPrefix: string;
  pools: readonly Pool[];
  peers: readonly BgpPeer[];
  values: Readonly<Record<string, unknown>>;
}

export interface Pool {
  name: string;
  protocol: "layer2" | "bgp";
  addresses: readonly string[];
  autoAssign: boolean;
  avoidBuggyIPs: boolean;
  interfaces: readonly string[];
  bgp?: { aggregationLength?: number; localPref?: number; communities: readonly string[] };
}

export interface BgpPeer {
  name: string;
  myASN: number;
  peerASN: number;
  peerAddress: string;
  peerPort?: number;
  holdTime?: string;
}

export type DashboardName = "grafana" | "kiali" | "prometheus" | "tracing";

export interface Dashboard {
  name: DashboardName;
  expose: "loadBalancer" | "gateway" | "ingress" | "none";
  host?: string;
  address?: string;
  pool?: string;
  allowFrom: readonly string[];
  /** Secret in istio-system with the login, where the dashboard can have one. */
  login?: { secret: string };
  /** TLS Secret of the gateway or Ingress. */
  tls?: { secret: string };
  ingressClass?: string;
  /** Chart version; absent in the legacy era, where chart `istio` brings the dashboard. */
  version?: string;
  values: Readonly<Record<string, unknown>>;
}

export interface App {
  name: string;
  namespace: string;
  /** Is the namespace used by this service alone in every cluster, so that `apps/<service>/base` owns it? Else its cluster does. */
  ownsNamespace: boolean;
  labels: Readonly<Record<string, string>>;
  /** The Kubernetes Service that requests go to when a route names no other. */
  backend: { host: string; port: number };
  hosts: readonly string[];
  /** HTTP, or a raw protocol on a port of its own. */
  protocol: "http" | "tcp" | "tls-passthrough";
  /** Gateway port for `tcp` and `tls-passthrough`. */
  gatewayPort?: number;
  tls?: {
    secret: string;
    minVersion?: string;
    clientCa?: boolean;
    redirect: boolean;
    certificate?: { issuer: string; issuerKind: string };
  };
  routes: readonly HttpRoute[];
  /** Subsets of a DestinationRule, by version label. */
  subsets: readonly { name: string; labels: Readonly<Record<string, string>> }[];
  /** Services of the fleet that this one calls, by name. */
  calls: readonly string[];
  /** Extra manifests: repository-relative paths that base includes. */
  manifests: readonly string[];
}

export type StringMatch = { exact: string } | { prefix: string } | { regex: string };

export interface HttpRoute {
  name?: string;
  /** Any one matches; empty matches all requests. */
  matches: readonly HttpMatch[];
  destinations: readonly { host: string; port: number; subset?: string; weight?: number }[];
  redirect?: { uri?: string; authority?: string; scheme?: string; code?: number };
  rewrite?: { uri?: string; authority?: string };
  timeout?: string;
  retries?: { attempts: number; perTryTimeout?: string; retryOn?: string };
  fault?: {
    delay?: { percentage: number; fixedDelay: string };
    abort?: { percentage: number; httpStatus: number };
  };
  mirror?: { host: string; port: number; subset?: string; percentage?: number };
  cors?: {
    allowOrigins: readonly StringMatch[];
    allowMethods?: readonly string[];
    allowHeaders?: readonly string[];
    exposeHeaders?: readonly string[];
    maxAge?: string;
    allowCredentials?: boolean;
  };
  headers?: { request?: HeaderOperations; response?: HeaderOperations };
}

export interface HttpMatch {
  uri?: StringMatch;
  method?: StringMatch;
  headers?: Readonly<Record<string, StringMatch>>;
  queryParams?: Readonly<Record<string, StringMatch>>;
  ignoreUriCase?: boolean;
}

export interface HeaderOperations {
  set?: Readonly<Record<string, string>>;
  add?: Readonly<Record<string, string>>;
  remove?: readonly string[];
}
