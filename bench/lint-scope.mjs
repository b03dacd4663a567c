// Lints the current folder: with "file" every file by itself, with "build" the builds and what meets in a cluster too. For bench/generate.mjs.
import { listFiles } from "../dist/disk/read.js";
import { packSource, SHIPPED_PACKS } from "../dist/disk/packs.js";
import { readTree } from "../dist/disk/tree.js";
import { isLinted } from "../dist/lint/classify.js";
import { lintTree } from "../dist/lint/engine.js";

const root = process.cwd();
const { tree } = readTree({ root, paths: listFiles(root).paths, isSource: isLinted });
const { findings } = lintTree({
  tree,
  schemas: [packSource(SHIPPED_PACKS)],
  scope: process.argv[2],
});
console.log(findings.length);
