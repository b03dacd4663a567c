// Lints what scripts/fuzz.js sends, one tree at a time, and says how it went.
import { parentPort } from "node:worker_threads";
import { lint } from "../../dist/index.js";

parentPort.on("message", (tree) => {
  const started = process.cpuUsage();
  try {
    const { findings } = lint(tree);
    const { user, system } = process.cpuUsage(started);
    parentPort.postMessage({ findings: findings.length, seconds: (user + system) / 1e6 });
  } catch (error) {
    parentPort.postMessage({ failure: error instanceof Error ? error.stack : String(error) });
  }
});
