import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseAllDocuments } from "yaml";
import type { Fleet } from "../../core/fleet.ts";
import type { Tree } from "../../core/tree.ts";
import { renderTree } from "../../render/render.ts";
import { planTree } from "../index.ts";

const root = join(import.meta.dirname, "../../..");

/** Meshwright's own templates. */
export const templates: Tree = new Map(
  readdirSync(join(root, "templates"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".hbs"))
    .map((path) => [`templates/${path}`, readFileSync(join(root, "templates", path), "utf8")]),
);

/** Renders a fleet; a finding is a failure. */
export function renderFleet(fleet: Fleet, existing: ReadonlySet<string> = new Set()): Tree {
  const { tree, findings } = renderTree(planTree(fleet, existing), templates);
  if (findings.length > 0)
    throw new Error(
      findings.map(({ at, message }) => `${at.file}:${at.line}: ${message}`).join("\n"),
    );
  return tree;
}

// oxlint-disable-next-line typescript/no-explicit-any -- tests look into objects of every kind
export type Object = any;

/** @returns the objects of a file, or of all files below a folder */
export function objectsIn(tree: Tree, folder: string): Object[] {
  return [...tree]
    .filter(
      ([path]) => path.endsWith(".yaml") && (path === folder || path.startsWith(`${folder}/`)),
    )
    .flatMap(([, text]) => parseAllDocuments(text).map((document) => document.toJS()));
}

/** A tree as one text, for golden files. */
export function showTree(tree: Tree): string {
  return [...tree].map(([path, text]) => `=== ${path}\n${text}`).join("\n");
}
