/** The stages, lowest first. A file may import what is in its own stage or on a lower level; stages of one level do not know each other. */
const levels: readonly (readonly string[])[] = [
  ["core"],
  ["yaml", "schema", "disk", "git"],
  ["services", "components", "render", "lint", "report"],
  ["commands"],
  ["cli", "index"],
];

/** Packages that one stage alone may import, so that they can be replaced in one place. */
const owners: readonly { pattern: RegExp; stages: readonly string[] }[] = [
  { pattern: /^yaml$/, stages: ["yaml"] },
  { pattern: /^(ajv|re2js)(\/|$)/, stages: ["schema"] },
  { pattern: /^node:fs(\/|$)/, stages: ["disk"] },
  { pattern: /^node:child_process$/, stages: ["disk"] },
  { pattern: /^simple-git$/, stages: ["git"] },
  { pattern: /^handlebars$/, stages: ["render"] },
];

const statements =
  /^(?:import|export)\s(?:[^;"']*\sfrom\s)?\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']/gm;

/**
 * Checks the imports of source files (DESIGN: imports go one way).
 * @param files path below `generator/` → text; tests are left out by the caller
 * @returns what breaks the architecture, one line each
 */
export function findViolations(files: ReadonlyMap<string, string>): string[] {
  return [...files].flatMap(([file, text]) => {
    const imports = [...text.matchAll(statements)].map((match) => (match[1] ?? match[2])!);
    const global =
      file !== "cli.ts" && /\bprocess\.|from "node:process"/.test(withoutComments(text))
        ? [`${file} touches process, which only cli.ts may`]
        : [];
    return [...global, ...imports.flatMap((target) => judge(file, target))];
  });
}

function judge(file: string, target: string): string[] {
  const from = stageOf(file);
  if (!target.startsWith(".")) {
    const owner = owners.find(({ pattern }) => pattern.test(target));
    return !owner || owner.stages.includes(from)
      ? []
      : [`${file} imports ${target}, which only ${owner.stages.join(" and ")}/ may`];
  }
  const to = stageOf(resolve(file, target));
  if (to === from) return [];
  const [low, high] = [levelOf(to), levelOf(from)];
  if (low < 0 || high < 0)
    return [`${file} imports ${target}: no level is known for ${low < 0 ? to : from}/`];
  if (low < high) return [];
  return [`${file} imports ${target}: ${from}/ may not know ${to}/`];
}

function stageOf(file: string): string {
  return file.split("/")[0]!.replace(/\.ts$/, "");
}

function levelOf(stage: string): number {
  return levels.findIndex((stages) => stages.includes(stage));
}

function resolve(file: string, target: string): string {
  const parts = file.split("/").slice(0, -1);
  for (const part of target.split("/")) {
    if (part === "..") parts.pop();
    else if (part !== ".") parts.push(part);
  }
  return parts.join("/");
}

function withoutComments(text: string): string {
  return text.replaceAll(/\/\*[^]*?\*\/|\/\/.*$/gm, "");
}
