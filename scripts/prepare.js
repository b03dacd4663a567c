// Builds dist/ after an install from Git. `npm install --global git+...`, which the pre-commit framework runs, prepares the clone as if
// it were global too and leaves the clone's own dependencies out; then they are installed here first.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const env = { ...process.env };
for (const name of ["global", "location", "prefix", "local_prefix", "global_prefix"])
  delete env[`npm_config_${name}`];

const steps = [["run", "--silent", "build"]];
if (!existsSync("node_modules/typescript"))
  steps.unshift(["ci", "--ignore-scripts", "--include=dev", "--no-audit"]);
for (const words of steps) {
  const { status } = spawnSync("npm", words, {
    env,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (status !== 0) {
    process.exitCode = status ?? 1;
    break;
  }
}
