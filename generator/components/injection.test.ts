import fc from "fast-check";
import { expect, test } from "vitest";
import type { App, HttpRoute } from "../core/fleet.ts";
import { gatewaySpec } from "./gateway.ts";
import { makeApp, makeCluster, makeDashboard, makeFleet } from "./testdata/fleet.ts";
import { objectsIn, renderFleet } from "./testdata/tree.ts";
import { virtualServiceSpec } from "./virtualservice.ts";

/** Anything that a person may write into services.yaml, and what breaks out of careless templates. */
const text = fc.oneof(
  fc.constantFrom(
    "../x",
    "/etc/passwd",
    "a: b",
    '"#',
    "a\nb: c",
    "{{x}}",
    "${x}",
    "yes",
    "0755",
    "😀",
    "x".repeat(300),
    "---",
    "- a",
    "*",
    "&a",
    "!!int 1",
    "a\n---\nkind: Secret\n",
  ),
  fc.string({ unit: "grapheme" }),
  fc.string({ unit: "binary" }),
);

const route = fc.record<HttpRoute>({
  name: text,
  matches: fc.array(
    fc.record({
      uri: fc.oneof(
        fc.record({ exact: text }),
        fc.record({ prefix: text }),
        fc.record({ regex: text }),
      ),
      headers: fc.dictionary(text, fc.record({ exact: text })),
    }),
  ),
  destinations: fc.array(
    fc.record({ host: text, port: fc.nat(65535), subset: text, weight: fc.nat(100) }),
    { minLength: 1 },
  ),
  timeout: text,
  headers: fc.record({
    request: fc.record({ set: fc.dictionary(text, text), remove: fc.array(text) }),
  }),
});

const app: fc.Arbitrary<App> = fc
  .record({
    hosts: fc.array(text, { minLength: 1 }),
    labels: fc.dictionary(text, text),
    routes: fc.array(route),
    secret: text,
    issuer: text,
    subset: text,
  })
  .map(({ hosts, labels, routes, secret, issuer, subset }) =>
    makeApp("a", [], {
      hosts,
      labels,
      routes,
      tls: { secret, redirect: true, certificate: { issuer, issuerKind: "Issuer" } },
      subsets: [{ name: subset, labels: { version: subset } }],
    }),
  );

/** What a reader of the YAML must see: JSON, without the fields that are not there. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}

test("whatever stands in a service, base and overlay hold it unchanged", () => {
  fc.assert(
    fc.property(app, app, (base, here) => {
      const tree = renderFleet(makeFleet([makeCluster([here])], [base]));
      const [destinationRule, gateway, , , virtualService] = objectsIn(tree, "apps/a/base");
      expect(gateway.spec).toEqual(plain(gatewaySpec(base)));
      expect(virtualService.spec).toEqual(plain(virtualServiceSpec(base, "modern")));
      expect(virtualService.metadata.labels ?? {}).toEqual(base.labels);
      expect(destinationRule.spec.subsets).toEqual(base.subsets);
      const [certificate] = objectsIn(tree, "apps/a/overlays/paas-test/certificate.yaml");
      expect(certificate.spec.dnsNames).toEqual(here.hosts);
      expect(certificate.metadata.name).toBe(here.tls?.secret);
    }),
    { numRuns: 30 },
  );
});

test("whatever stands in Helm values reaches both engines unchanged", () => {
  const values = fc
    .dictionary(text, fc.jsonValue({ maxDepth: 3 }))
    .filter((object) => !("__proto__" in object && Object.hasOwn(object, "__proto__")));
  fc.assert(
    fc.property(values, text, (own, range) => {
      const wanted = {
        ...own,
        service: { type: "LoadBalancer", loadBalancerSourceRanges: [range], port: 3000 },
      };
      const dashboards = [
        makeDashboard("grafana", { version: "1.2.3", allowFrom: [range], values: own }),
      ];
      const tree = renderFleet(makeFleet([makeCluster([], { dashboards })], []));
      const [release] = objectsIn(
        tree,
        "clusters/paas-test/infrastructure/dashboards/helmrelease-grafana.yaml",
      );
      const [application] = objectsIn(
        tree,
        "clusters/paas-test/argocd/applications/70-grafana.yaml",
      );
      if (!Object.hasOwn(own, "service"))
        expect(release.spec.values).toMatchObject(plain(wanted) as object);
      expect(application.spec.source.helm.valuesObject).toEqual(release.spec.values);
    }),
    { numRuns: 40 },
  );
});
