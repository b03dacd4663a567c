import { describe, expect, test } from "vitest";
import type { Resource } from "../../../core/resource.ts";
import type { Rule } from "../../../core/rule.ts";
import { indexResources, runRules } from "../../context.ts";
import type { Finding } from "../../../core/finding.ts";
import { readYaml } from "../../../yaml/read.ts";
import { kubernetesRules } from "./index.ts";

const rules = kubernetesRules.filter(({ scope }) => scope === "file");

function run(rule: Rule, data: Record<string, unknown>): Finding[] {
  const findings: Finding[] = [];
  const id = { apiVersion: String(data["apiVersion"]), kind: String(data["kind"]), name: "any" };
  const resource: Resource = {
    id,
    data,
    file: "a.yaml",
    document: 0,
    locate: () => ({ file: "a.yaml", line: 1, column: 1 }),
  };
  const index = indexResources([resource]);
  const scene = { index, present: index, partial: false, external: () => false, builds: [] };
  runRules([rule], rule.scope, scene, (finding) => findings.push(finding));
  return findings;
}

describe("what a substitution decides is not judged", () => {
  test.each([
    `
apiVersion: apps/v1
kind: Deployment
metadata: { name: shop }
spec:
  replicas: "\${REPLICAS}"
  selector: { matchLabels: { app: "\${APP}" } }
  template:
    metadata: { labels: { app: "\${OTHER}" } }
    spec:
      restartPolicy: \${POLICY}
      serviceAccountName: "\${ACCOUNT}_x"
      volumes: [{ name: "\${VOLUME}", emptyDir: {} }]
      containers:
        - name: "\${NAME}_a"
          image: \${IMAGE}
          imagePullPolicy: "\${PULL}"
          ports: [{ name: "\${PORT}", containerPort: "\${NUMBER}" }]
          resources: { requests: { cpu: "\${CPU}" }, limits: { cpu: 1 } }
          volumeMounts: [{ name: data, mountPath: "\${PATH}" }]
          livenessProbe: { tcpSocket: { port: "\${PORT}" } }
`,
    `
apiVersion: v1
kind: Service
metadata: { name: shop }
spec:
  type: \${TYPE}
  loadBalancerSourceRanges: ["\${RANGE}"]
  externalTrafficPolicy: \${EXTERNAL}
  ports: [{ port: "\${PORT}", targetPort: "\${TARGET}", nodePort: 30000 }]
`,
    `
apiVersion: batch/v1
kind: CronJob
metadata: { name: "\${NAME}" }
spec:
  schedule: "\${SCHEDULE}"
  timeZone: "\${ZONE}"
  jobTemplate: { spec: { template: { spec: { restartPolicy: "\${RESTART}", containers: [{ name: a, image: b }] } } } }
`,
    `
apiVersion: v1
kind: Secret
metadata: { name: shop }
type: kubernetes.io/dockerconfigjson
stringData: { .dockerconfigjson: "\${CONFIG}" }
`,
    `
apiVersion: v1
kind: Secret
metadata: { name: shop }
type: kubernetes.io/dockerconfigjson
data: { .dockerconfigjson: "ENC[AES256_GCM,data:abc]" }
sops: { mac: "ENC[AES256_GCM,data:abc]" }
`,
  ])("%#", (manifest) => {
    const data = readYaml("a.yaml", manifest).documents[0]!.value as Record<string, unknown>;
    expect(rules.flatMap((rule) => run(rule, data).map(({ message }) => message))).toEqual([]);
  });
});

test("names are in order, for the registry", () => {
  const names = kubernetesRules.map(({ name }) => name);
  expect(names).toEqual([...names].sort());
});
