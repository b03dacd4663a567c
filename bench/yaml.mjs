// Compares our YAML readers with the `yaml` package and with JSON.parse, on generated manifests, in one run.
// Usage: npm run build && node bench/yaml.mjs [documents]
import { parseAllDocuments } from "yaml";
import { decode } from "../dist/yaml/decode.js";
import { parseDocument } from "../dist/yaml/parse.js";
import { readYaml } from "../dist/yaml/read.js";

const count = Number(process.argv[2] ?? 10_000);

const manifest = (index) => `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: service-${index}
  namespace: team-${index % 50}
  labels:
    app.kubernetes.io/name: service-${index}
    app.kubernetes.io/part-of: shop
spec:
  hosts:
    - service-${index}.app.example.com
  gateways:
    - istio-ingress/gateway-${index % 10}
  http:
    - name: log # kept apart
      match:
        - uri:
            exact: "/getLog.jsp"
        - uri: { prefix: /test }
      route:
        - destination:
            host: service-${index}.team-${index % 50}.svc.cluster.local
            port:
              number: 8080
          weight: 90
      timeout: 5s
      retries: { attempts: 3, perTryTimeout: 2s, retryOn: "5xx,reset" }
`;

const manifests = Array.from({ length: count }, (_, index) => manifest(index));
const jsons = manifests.map((text) => JSON.stringify(readYaml("f", text).documents[0].value));
const bytes = manifests.reduce((sum, text) => sum + text.length, 0);

const readers = {
  "ours, fast": (index) => readYaml("f", manifests[index]),
  "ours, full": (index) => decode(parseDocument(manifests[index], 0, manifests[index].length).root),
  yaml: (index) => parseAllDocuments(manifests[index], { version: "1.1" })[0].toJS(),
  "JSON.parse": (index) => JSON.parse(jsons[index]),
};

const best = {};
for (const [name, read] of Object.entries(readers)) {
  // The package is so slow that a tenth of the documents and one round tell enough.
  const share = name === "yaml" ? Math.ceil(count / 10) : count;
  const times = Array.from({ length: name === "yaml" ? 1 : 3 }, () => {
    const start = performance.now();
    for (let index = 0; index < share; index++) read(index);
    return ((performance.now() - start) * count) / share;
  });
  best[name] = Math.min(...times);
  console.log(
    `${name.padEnd(10)} ${times.map((time) => `${time.toFixed(0)} ms`).join(", ")}  ${(bytes / 1e3 / best[name]).toFixed(1)} MB/s`,
  );
}
console.log(
  `${count} documents of ${Math.round(bytes / count)} bytes; the yaml package takes ${(best.yaml / best["ours, fast"]).toFixed(0)} times as long as ours`,
);
