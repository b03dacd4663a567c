import type { Finding } from "../core/finding.ts";
import type { PlannedFile } from "../core/plan.ts";
import type { Tree } from "../core/tree.ts";
import { checkResources } from "./check.ts";
import { compileTemplate, type Template } from "./template.ts";

/**
 * Renders planned files through their templates, and proves of each YAML file that it holds exactly the objects that were planned.
 * @param planned what to write; a path that is planned twice is a bug of the plan
 * @param templates `templates/…` → Handlebars text: Meshwright's own, with the user's laid over them
 * @returns the tree, sorted by path, and what is wrong with templates; a file with a finding is not in the tree
 */
export function renderTree(
  planned: readonly PlannedFile[],
  templates: Tree,
): { tree: Tree; findings: Finding[] } {
  const compiled = new Map<string, Template>();
  const findings: Finding[] = [];
  const files: [string, string][] = [];
  const seen = new Set<string>();
  for (const file of planned) {
    const template = compiled.get(file.template) ?? compile(file.template, templates);
    compiled.set(file.template, template);
    const result = template(file.data);
    const text = "text" in result ? header(file) + result.text.trimEnd() + "\n" : "";
    const problems = "text" in result ? checkResources(file, text) : result.findings;
    if (problems.length === 0) files.push([file.path, text]);
    for (const problem of problems) {
      const key = `${problem.rule} ${problem.at.file}:${problem.at.line} ${problem.message}`;
      if (!seen.has(key)) findings.push(problem);
      seen.add(key);
    }
  }
  files.sort(([a], [b]) => (a < b ? -1 : 1));
  return { tree: new Map(files), findings };
}

function compile(path: string, templates: Tree): Template {
  const text = templates.get(path);
  if (text !== undefined) return compileTemplate(path, text);
  const at = { file: path, line: 1, column: 1 };
  return () => ({
    findings: [
      {
        rule: "render/template",
        severity: "error",
        message: `the template is missing: ${path}`,
        at,
      },
    ],
  });
}

/** The first line: who made the file and where to edit. */
function header(file: PlannedFile): string {
  const source = file.source.replace(/[^\P{C}]|[\p{Zl}\p{Zp}]/gu, "");
  const note = `Made by Meshwright from ${source} through ${file.template}: edit ${source}, not this file`;
  return file.path.endsWith(".md") ? `<!-- ${note.replaceAll("--", "- -")}. -->\n` : `# ${note}.\n`;
}
