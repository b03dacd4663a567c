import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { generate, lint, type Tree } from "../generator/index.ts";

/** Mistakes of everyday kinds, each planted into the example's own tree: lint makes one finding of it, at the line to change. */
const input = readFileSync(new URL("../services.yaml", import.meta.url), "utf8");
const example = new Map([...generate(input).tree!, ["services.yaml", input]]);

interface Mistake {
  name: string;
  file: string;
  /** The text to replace, which stands in the file once, or at its first place. */
  from: string;
  to: string;
  /** `line rule`, and words of the message. */
  expect: [place: string, words: string];
}

const route = "apps/wservice/base/virtualservice.yaml";
const gateway = "apps/wservice/base/gateway.yaml";
const pool = "clusters/paas-test/infrastructure/metallb-config/pool-my-ip-space.yaml";
const flux = "clusters/paas-test/flux";
const argocd = "clusters/paas-test/argocd/applications";
const infrastructure = "clusters/paas-test/infrastructure";

const mistakes: Mistake[] = [
  {
    name: "a field is misspelt",
    file: gateway,
    from: "hosts:",
    to: "hosst:",
    expect: ["15 schema/unknown-field", 'did you mean "hosts"'],
  },
  {
    name: "a number is quoted",
    file: gateway,
    from: "number: 80",
    to: 'number: "80"',
    expect: ["12 schema/type", "80"],
  },
  {
    name: "a key stands twice",
    file: gateway,
    from: "        name: http\n",
    to: "        name: http\n        name: web\n",
    expect: ["14 yaml/duplicate-key", "name"],
  },
  {
    name: "a line is indented by a tab",
    file: route,
    from: "    - wservice-gateway",
    to: "\t- wservice-gateway",
    expect: ["11 yaml/syntax", "tab"],
  },
  {
    name: "a host is misspelt where requests go",
    file: route,
    from: "host: wservice\n",
    to: "host: wservise\n",
    expect: ["22 istio/host-exists", 'did you mean "wservice"'],
  },
  {
    name: "a Service has no such port",
    file: route,
    from: "number: 80",
    to: "number: 8080",
    expect: ["24 istio/host-exists", "8080"],
  },
  {
    name: "a host is not served by the Gateway",
    file: route,
    from: "- wservice.app.paas-test.com",
    to: "- wservce.app.paas-test.com",
    expect: ["9 istio/gateway-exists", "wservice.app.paas-test.com"],
  },
  {
    name: "a gateway is misspelt",
    file: route,
    from: "- wservice-gateway",
    to: "- wservice-gatway",
    expect: ["11 istio/gateway-exists", 'did you mean "wservice-gateway"'],
  },
  {
    name: "a Gateway is in another namespace",
    file: gateway,
    from: "namespace: wservice",
    to: "namespace: tservice",
    expect: ["11 istio/gateway-exists", "tservice/wservice-gateway"],
  },
  {
    name: "a Gateway selects no Pods",
    file: gateway,
    from: "istio: ingressgateway",
    to: "istio: ingresgateway",
    expect: ["8 istio/gateway-selector", "istio=ingressgateway"],
  },
  {
    name: "a Gateway's port is not on the Service",
    file: gateway,
    from: "number: 80",
    to: "number: 8443",
    expect: ["12 istio/gateway-selector", "8443"],
  },
  {
    name: "HTTPS has no certificate",
    file: gateway,
    from: "protocol: HTTP\n",
    to: "protocol: HTTPS\n",
    expect: ["11 istio/gateway-tls", "tls"],
  },
  {
    name: "a Secret is made by nothing",
    file: gateway,
    from: "        protocol: HTTP\n",
    to: "        protocol: HTTPS\n      tls:\n        mode: SIMPLE\n        credentialName: wservice-tls\n",
    expect: ["17 istio/gateway-credential", "wservice-tls"],
  },
  {
    name: "two Gateways serve one host",
    file: gateway,
    from: "- wservice.app",
    to: "- tservice.app.paas-test.com\n        - wservice.app",
    expect: ["16 istio/conflicting-gateways", "tservice"],
  },
  {
    name: "a route is never reached",
    file: route,
    from: "      route:\n",
    to: "      route:\n        - destination: { host: wservice, port: { number: 80 } }\n    - match:\n        - uri:\n            exact: /\n      route:\n",
    expect: ["22 istio/virtual-service-unreachable", "/"],
  },
  {
    name: "a subset is not defined",
    file: route,
    from: "host: wservice\n",
    to: "host: wservice\n            subset: v1\n",
    expect: ["23 istio/subset-exists", "v1"],
  },
  {
    name: "a method is misspelt",
    file: route,
    from: "        - uri:\n            exact: /\n",
    to: "        - method: { exact: GET }\n          uri:\n            regex: '/('\n",
    expect: ["16 istio/virtual-service-match", "("],
  },
  {
    name: "a namespace lost its label",
    file: "apps/wservice/base/namespace.yaml",
    from: "istio-injection: enabled",
    to: "team: web",
    expect: ["5 istio/namespace-injection", "istio-injection"],
  },
  {
    name: "a file is not there",
    file: "apps/wservice/base/kustomization.yaml",
    from: "gateway.yaml",
    to: "gatway.yaml",
    expect: ["6 kustomize/missing-path", "gatway.yaml"],
  },
  {
    name: "a patch has no target",
    file: "apps/wservice/overlays/paas-2019/patches/kustomization.yaml",
    from: "name: wserviceinfo",
    to: "name: wserviceinfos",
    expect: ["16 kustomize/patch-target", "wserviceinfos"],
  },
  {
    name: "pools overlap",
    file: pool,
    from: "- 192.168.23.220-192.168.23.223",
    to: "- 192.168.23.220-192.168.23.223\n    - 192.168.23.223/32",
    expect: ["10 metallb/pool-overlap", "overlaps"],
  },
  {
    name: "a range ends before it begins",
    file: pool,
    from: "192.168.23.220-192.168.23.223",
    to: "192.168.23.223-192.168.23.220",
    expect: ["9 metallb/pool-addresses", "192.168.23.220-192.168.23.223"],
  },
  {
    name: "an advertisement names no pool",
    file: `${infrastructure}/metallb-config/l2advertisement-my-ip-space.yaml`,
    from: "    - my-ip-space",
    to: "    - my-ip-spaces",
    expect: ["9 metallb/pool-exists", 'did you mean "my-ip-space"'],
  },
  {
    name: "a pool is where MetalLB does not look",
    file: pool,
    from: "namespace: metallb-system",
    to: "namespace: istio-system",
    expect: ["6 metallb/namespace", "metallb-system"],
  },
  {
    name: "an address is in no pool",
    file: `${infrastructure}/dashboards/manifests/tracing-service.yaml`,
    from: "spec:",
    to: "  annotations:\n    metallb.io/loadBalancerIPs: 192.168.23.9\nspec:",
    expect: ["8 metallb/service-address", "192.168.23.9"],
  },
  {
    name: "dependsOn goes in a circle",
    file: `${flux}/20-metallb.yaml`,
    from: "- name: namespaces",
    to: "- name: istio",
    expect: ["9 flux/depends-on", "circle"],
  },
  {
    name: "dependsOn names nothing",
    file: `${flux}/50-istio.yaml`,
    from: "- name: istio-init",
    to: "- name: istio-inti",
    expect: ["9 flux/depends-on", 'did you mean "istio-init"'],
  },
  {
    name: "a path is misspelt",
    file: `${flux}/80-app-wservice.yaml`,
    from: "overlays/paas-test",
    to: "overlays/paas-tst",
    expect: ["13 flux/path-exists", "paas-tst"],
  },
  {
    name: "an interval has no unit",
    file: `${flux}/50-istio.yaml`,
    from: "interval: 10m",
    to: "interval: '10'",
    expect: ["17 schema/pattern", "10"],
  },
  {
    name: "a chart repository is misspelt",
    file: `${infrastructure}/istio/helmrelease-istiod.yaml`,
    from: "name: istio\n",
    to: "name: istoi\n",
    expect: ["14 flux/source-exists", 'did you mean "istio"'],
  },
  {
    name: "a chart's version is none",
    file: `${infrastructure}/istio/helmrelease-istiod.yaml`,
    from: "version: 1.31.1",
    to: "version: latest",
    expect: ["11 flux/chart-version", "latest"],
  },
  {
    name: "a project does not exist",
    file: `${argocd}/50-istiod.yaml`,
    from: "project: paas-test",
    to: "project: paas-tst",
    expect: ["12 argocd/project-exists", 'did you mean "paas-test"'],
  },
  {
    name: "a project does not allow the repository",
    file: `${argocd}/50-istiod.yaml`,
    from: "https://blob.istio.io/istio-release/charts",
    to: "https://charts.example.com",
    expect: ["17 argocd/project-allows", "charts.example.com"],
  },
  {
    name: "a sync option is misspelt",
    file: `${argocd}/50-istiod.yaml`,
    from: "RespectIgnoreDifferences=true",
    to: "RespectIgnoreDiferences=true",
    expect: ["50 argocd/sync-policy", 'did you mean "RespectIgnoreDifferences"'],
  },
  {
    name: "the group of what is ignored is missing",
    file: `${argocd}/50-istiod.yaml`,
    from: "    - group: admissionregistration.k8s.io\n      kind: Mut",
    to: "    - kind: Mut",
    expect: ["40 argocd/ignore-differences", "admissionregistration.k8s.io"],
  },
  {
    name: "an Application's path is misspelt",
    file: `${argocd}/80-app-wservice.yaml`,
    from: "overlays/paas-test",
    to: "overlays/paas-tst",
    expect: ["19 argocd/path-exists", "paas-tst"],
  },
  {
    name: "a label's value is none",
    file: "apps/wservice/base/namespace.yaml",
    from: "istio-injection: enabled",
    to: "istio-injection: enabled\n    team: web & shop",
    expect: ["10 schema/metadata", "web & shop"],
  },
];

test("the example is clean", () => {
  expect(lint(example).findings).toEqual([]);
});

test.each(mistakes)("$name", ({ file, from, to, expect: [place, words] }) => {
  expect(example.get(file), `${file} holds ${from}`).toContain(from);
  const tree: Tree = new Map([...example, [file, example.get(file)!.replace(from, to)]]);
  const found = lint(tree).findings.map(
    (finding) => `${finding.at.file}:${finding.at.line} ${finding.rule} ${finding.message}`,
  );
  expect(found, found.join("\n")).toEqual([expect.stringContaining(`:${place} `) as string]);
  expect(found[0]).toContain(words);
});
