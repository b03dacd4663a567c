// Runs kubeconform.wasm under Node's WASI: input file → output file. It sees the pack folders that it is given and nothing else.
import { closeSync, openSync, readFileSync } from "node:fs";
import { WASI } from "node:wasi";
import { workerData } from "node:worker_threads";

// Kubeconform calls the version the group where an apiVersion has no group; packs call that group core.
const TEMPLATE =
  "{{ if eq .Group .ResourceAPIVersion }}core{{ else }}{{ .Group }}{{ end }}/{{ .ResourceKind }}_{{ .ResourceAPIVersion }}.json";

const { program, packs, input, output } = workerData;
const stdin = openSync(input, "r");
const stdout = openSync(output, "w");
try {
  const wasi = new WASI({
    version: "preview1",
    args: ["kubeconform", ...packs.map((_, index) => `/packs/${index}/${TEMPLATE}`)],
    preopens: Object.fromEntries(packs.map((folder, index) => [`/packs/${index}`, folder])),
    stdin,
    stdout,
    returnOnExit: true,
  });
  const instance = await WebAssembly.instantiate(
    await WebAssembly.compile(readFileSync(program)),
    wasi.getImportObject(),
  );
  const code = wasi.start(instance);
  if (code !== 0) throw new Error(`kubeconform ended with code ${code}`);
} finally {
  closeSync(stdin);
  closeSync(stdout);
}
