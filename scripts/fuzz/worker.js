// Lints what scripts/fuzz.js sends, one tree at a time, and says how it went.
import { parentPort } from "node:worker_threads";
import { lint } from "../../dist/index.js";

// oxlint-disable-next-line unicorn/require-post-message-target-origin -- a worker's has none
const reply = (result) => parentPort.postMessage(result);

parentPort.on("message", (tree) => {
  const started = process.cpuUsage();
  try {
    const { findings } = lint(tree);
    const { user, system } = process.cpuUsage(started);
    reply({ findings: findings.length, seconds: (user + system) / 1e6 });
  } catch (error) {
    reply({ failure: error instanceof Error ? error.stack : String(error) });
  }
});
