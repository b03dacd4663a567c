import fc from "fast-check";

/** Makes small repositories of kustomizations that use many features at once, most of which kustomize accepts. */
export function arbitraryKustomizations(): fc.Arbitrary<Map<string, string>> {
  return fc
    .record({
      base: arbitraryLayer(true),
      overlay: arbitraryLayer(false),
      component: fc.option(arbitraryLayer(false), { freq: 2 }),
    })
    .map(({ base, overlay, component }) => {
      const files = new Map<string, string>([
        ["base/all.yaml", OBJECTS.map((object) => JSON.stringify(object, null, 1)).join("\n---\n")],
        [
          "base/kustomization.yaml",
          JSON.stringify({ ...HEADER, resources: ["all.yaml"], ...base }, null, 1),
        ],
        [
          "kustomization.yaml",
          JSON.stringify(
            {
              ...HEADER,
              resources: ["base"],
              ...overlay,
              ...(component ? { components: ["component"] } : {}),
            },
            null,
            1,
          ),
        ],
      ]);
      if (component)
        files.set(
          "component/kustomization.yaml",
          JSON.stringify(
            { apiVersion: "kustomize.config.k8s.io/v1alpha1", kind: "Component", ...component },
            null,
            1,
          ),
        );
      return files;
    });
}

const HEADER = { apiVersion: "kustomize.config.k8s.io/v1beta1", kind: "Kustomization" };
const container = (name: string, image: string) => ({
  name,
  image,
  env: [
    { name: "A", value: "1" },
    { name: "B", valueFrom: { configMapKeyRef: { name: "settings", key: "b" } } },
  ],
  ports: [
    { containerPort: 80, name: "http" },
    { containerPort: 53, protocol: "UDP" },
    { containerPort: 53, protocol: "TCP" },
  ],
  volumeMounts: [{ mountPath: "/a", name: "v" }],
});
const OBJECTS = [
  {
    apiVersion: "apps/v1",
    kind: "Deployment",
    metadata: { name: "web", labels: { app: "web" }, finalizers: ["a.b/c", "d.e/f"] },
    spec: {
      replicas: 2,
      selector: { matchLabels: { app: "web" } },
      template: {
        metadata: { labels: { app: "web" } },
        spec: {
          serviceAccountName: "runner",
          containers: [container("web", "nginx:1"), container("side", "busybox")],
          volumes: [
            { name: "v", configMap: { name: "settings" } },
            { name: "s", secret: { secretName: "login" } },
          ],
        },
      },
    },
  },
  {
    apiVersion: "v1",
    kind: "Service",
    metadata: { name: "web", annotations: { a: "b" } },
    spec: {
      selector: { app: "web" },
      ports: [
        { port: 80, targetPort: "http" },
        { port: 53, protocol: "UDP" },
      ],
    },
  },
  { apiVersion: "v1", kind: "ConfigMap", metadata: { name: "settings" }, data: { a: "1", b: "2" } },
  {
    apiVersion: "v1",
    kind: "Secret",
    metadata: { name: "login", namespace: "shop" },
    stringData: { user: "me" },
  },
  { apiVersion: "v1", kind: "ServiceAccount", metadata: { name: "runner" } },
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "RoleBinding",
    metadata: { name: "bind" },
    roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: "role" },
    subjects: [
      { kind: "ServiceAccount", name: "runner" },
      { kind: "ServiceAccount", name: "default" },
    ],
  },
  {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "Role",
    metadata: { name: "role" },
    rules: [],
  },
  {
    apiVersion: "networking.istio.io/v1",
    kind: "VirtualService",
    metadata: { name: "web" },
    spec: {
      hosts: ["web.example.com"],
      http: [{ name: "one", route: [{ destination: { host: "web" } }] }],
    },
  },
  { apiVersion: "v1", kind: "Namespace", metadata: { name: "shop" } },
];

const name = fc.constantFrom("a-", "b-", "cc-");
const word = fc.constantFrom("x", "y", "true", "1", "", "long value", "<&>");

function arbitraryLayer(isBase: boolean): fc.Arbitrary<Record<string, unknown>> {
  return fc.record(
    {
      namePrefix: name,
      nameSuffix: name.map((text) => `-${text.slice(0, -1)}`),
      namespace: fc.constantFrom("shop", "other", "default"),
      labels: fc.array(
        fc.record({
          pairs: fc.dictionary(fc.constantFrom("app", "team", "k8s.io/x"), word, { maxKeys: 2 }),
          includeSelectors: fc.boolean(),
          includeTemplates: fc.boolean(),
        }),
        { maxLength: 2 },
      ),
      commonAnnotations: fc.dictionary(fc.constantFrom("a", "b"), word, { maxKeys: 2 }),
      images: fc.array(
        fc.record(
          {
            name: fc.constantFrom("nginx", "busybox", "none"),
            newName: fc.constantFrom("mirror/x", "y:5000/z"),
            newTag: fc.constantFrom("2", "v3"),
          },
          { requiredKeys: ["name"] },
        ),
        { maxLength: 2 },
      ),
      replicas: fc.constantFrom([{ name: "web", count: 3 }], [{ name: "web", count: 0 }]),
      patches: fc.array(arbitraryPatch(), { maxLength: 3 }),
      configMapGenerator: fc.constantFrom(
        [{ name: "fresh", literals: ["a=1", "b=x y"] }],
        isBase
          ? [{ name: "other", literals: ["z=1"] }]
          : [{ name: "settings", behavior: "merge", literals: ["b=3", "c=4"] }],
      ),
      replacements: fc.constantFrom(
        [
          {
            source: { kind: "ConfigMap", fieldPath: "data.a", name: "settings" },
            targets: [
              {
                select: { kind: "Deployment" },
                fieldPaths: ["spec.template.spec.containers.[name=web].env.[name=A].value"],
              },
            ],
          },
        ],
        [
          {
            source: { kind: "Service", name: "web" },
            targets: [
              {
                select: { kind: "VirtualService" },
                fieldPaths: ["spec.http.*.route.0.destination.host", "metadata.labels.of"],
                options: { create: true },
              },
            ],
          },
        ],
      ),
    },
    { requiredKeys: [] },
  );
}

const field = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined, freq: 2 });
const element = (key: string, values: readonly unknown[], rest: fc.Arbitrary<object>) =>
  fc
    .tuple(fc.constantFrom(...values), rest, fc.constantFrom({}, {}, {}, { $patch: "delete" }))
    .map(([value, more, directive]) => ({ [key]: value, ...more, ...directive }));

function arbitraryPatch(): fc.Arbitrary<Record<string, unknown>> {
  const env = element(
    "name",
    ["A", "B", "C"],
    fc.constantFrom({ value: "9" }, {}, { value: null }),
  );
  const ports = element(
    "containerPort",
    [80, 53, 9090],
    fc.constantFrom({}, { protocol: "UDP" }, { protocol: "TCP", name: "p" }),
  );
  const containers = element(
    "name",
    ["web", "side", "new"],
    fc.record(
      {
        image: fc.constant("patched"),
        env: fc.array(env, { maxLength: 2 }),
        ports: fc.array(ports, { maxLength: 2 }),
        args: fc.constant(["x"]),
      },
      { requiredKeys: [] },
    ),
  );
  const deployment = fc.record({
    replicas: field(fc.constantFrom(null, 7)),
    strategy: field(fc.constant({ type: "Recreate" })),
    template: fc.record({
      metadata: field(fc.constantFrom({ labels: { app: null, z: "1" } }, { $patch: "delete" })),
      spec: fc.record({ containers: fc.array(containers, { maxLength: 3 }) }),
    }),
  });
  const merge = deployment.map((spec) => ({
    patch: JSON.stringify({
      apiVersion: "apps/v1",
      kind: "Deployment",
      metadata: { name: "web", labels: { p: "1" }, finalizers: ["d.e/f", "g.h/i"] },
      spec,
    }),
  }));
  const service = fc
    .array(
      element("port", [80, 53, 443], fc.constantFrom({}, { protocol: "UDP" }, { name: "n" })),
      { maxLength: 3 },
    )
    .map((list) => ({
      patch: JSON.stringify({
        apiVersion: "v1",
        kind: "Service",
        metadata: { name: "ignored" },
        spec: { ports: list },
      }),
      target: { kind: "Service" },
    }));
  const operations = fc.array(
    fc.constantFrom(
      { op: "add", path: "/spec/hosts/-", value: "more" },
      { op: "replace", path: "/spec/http/0/name", value: "two" },
      { op: "add", path: "/metadata/labels", value: { l: "m" } },
      { op: "copy", from: "/spec/http/0", path: "/spec/http/0" },
      { op: "remove", path: "/spec/hosts/0" },
      { op: "test", path: "/kind", value: "VirtualService" },
    ),
    { minLength: 1, maxLength: 3 },
  );
  const json = operations.map((list) => ({
    patch: JSON.stringify(list),
    target: { kind: "VirtualService", name: "w.*" },
  }));
  return fc.oneof(merge, service, json);
}
