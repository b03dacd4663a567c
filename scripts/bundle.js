// Puts the command line and all that it needs into a few files, dist/cli.js and dist/bin/: a program of hundreds of modules takes three
// times as long to start. Beside them lie the licences of the packages that are in it.
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const root = fileURLToPath(new URL("..", import.meta.url));
const chunks = join(root, "dist/bin");

rmSync(chunks, { recursive: true, force: true });
const bundle = await rolldown({
  input: join(root, "generator/cli.ts"),
  cwd: root,
  platform: "node",
});
const { output } = await bundle.write({
  dir: join(root, "dist"),
  format: "esm",
  entryFileNames: "cli.js",
  chunkFileNames: "bin/[name].js",
});
await bundle.close();
const packages = new Set(output.flatMap(({ moduleIds = [] }) => moduleIds.flatMap(packageOf)));
writeFileSync(join(chunks, "LICENSES.txt"), [...packages].sort().map(printLicence).join("\n"));

/** The folder of the package that a module belongs to, unless it is ours. */
function packageOf(module) {
  const found = /^.*[/\\]node_modules[/\\](?:@[^/\\]+[/\\])?[^/\\]+/.exec(module);
  return found === null ? [] : [found[0]];
}

function printLicence(folder) {
  const { name, version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e/i.test(entry));
  const text = file === undefined ? "" : readFileSync(join(folder, file), "utf8");
  return `== ${name} ${version} (${license})\n\n${text.trim()}\n`;
}
