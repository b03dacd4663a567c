import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { packageFolder } from "./assets.ts";

/** What kubeconform says of one document. `error`: it could not judge; `unchecked`: no pack has a schema that it can read. */
export interface KubeconformAnswer {
  status: "valid" | "invalid" | "error" | "unchecked";
  problems: readonly { path: string; message: string }[];
}

const folder = join(packageFolder, "kubeconform-wasm");
const program = join(folder, "kubeconform.wasm");

/** How a clone gets the program; the npm package ships it. */
export const KUBECONFORM_MISSING =
  'kubeconform is not built; run "npm run build:kubeconform" in a clone of Meshwright (Go is needed, https://go.dev/dl)';

export function hasKubeconform(): boolean {
  return existsSync(program);
}

/**
 * Lets kubeconform, as WebAssembly under Node's WASI, judge documents against packs.
 * @param documents one JSON text each, on one line
 * @param packs real paths of pack folders; the first that has a kind counts
 * @returns its answers in the documents' order
 * @throws where the program itself fails, which is a bug of ours or of its build
 */
export async function runKubeconform(
  documents: readonly string[],
  packs: readonly string[],
): Promise<KubeconformAnswer[]> {
  const exchange = mkdtempSync(join(tmpdir(), "meshwright-"));
  try {
    const input = join(exchange, "in");
    const output = join(exchange, "out");
    writeFileSync(input, documents.map((document) => `${document}\n`).join(""));
    await runWorker({ program, packs, input, output });
    const lines = readFileSync(output, "utf8").split("\n");
    return lines.filter((line) => line !== "").map((line) => JSON.parse(line) as KubeconformAnswer);
  } finally {
    rmSync(exchange, { recursive: true });
  }
}

/** A thread of its own: WASI blocks, and only there can Node's warning that WASI is experimental be left out. */
function runWorker(workerData: unknown): Promise<void> {
  const options = { workerData, execArgv: ["--disable-warning=ExperimentalWarning"] };
  return new Promise((resolve, reject) => {
    const worker = new Worker(join(folder, "worker.js"), options);
    worker.once("error", reject);
    worker.once("exit", () => resolve());
  });
}
