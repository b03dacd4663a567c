import type { RuleInfo } from "../core/rule.ts";
import { suggest } from "../core/suggest.ts";
import { packageFolder } from "../disk/assets.ts";
import { readText } from "../disk/read.ts";
import { docsOf } from "../report/types.ts";
import { type Command, type ExitCode, type Input, type Terminal, UsageError } from "./command.ts";
import { allRules } from "./rules.ts";

export const explain: Command = {
  name: "explain",
  summary:
    "tell why a rule exists, with a bad and a good example and the way out; without a rule list them all",
  operands: "[rule]",
  options: {},
  details:
    "A rule is named as findings name it, such as istio/gateway-exists, or by the code that others use for it, such as IST0101.",
  examples: [
    { command: "meshwright explain istio/gateway-exists", summary: "one rule" },
    { command: "meshwright explain", summary: "all rules, a line each" },
  ],
  run,
};

async function run({ operands }: Input, terminal: Terminal): Promise<ExitCode> {
  if (operands.length > 1) throw new UsageError("explain one rule at a time");
  const [wanted] = operands;
  if (wanted === undefined) {
    listRules(terminal);
    return 0;
  }
  const rule = findRule(wanted);
  if (rule === undefined) throw new UsageError(unknownRule(wanted));
  terminal.out(
    readText(packageFolder, docsOf(rule.name)).text ??
      `# ${rule.name}\n\n${rule.summary}.\n\nSeverity: ${rule.severity}.\n`,
  );
  return 0;
}

function findRule(wanted: string): RuleInfo | undefined {
  const name = wanted.toLowerCase();
  return allRules.find(
    (rule) => rule.name === name || rule.aliases?.some((alias) => alias.toLowerCase() === name),
  );
}

function unknownRule(wanted: string): string {
  const names = allRules.flatMap(({ name, aliases }) => [name, ...(aliases ?? [])]);
  const inArea = allRules.filter(({ name }) => name.endsWith(`/${wanted}`)).map(({ name }) => name);
  const near = inArea[0] ?? suggest(wanted, names);
  return `there is no rule "${wanted}"${near === undefined ? "" : `, did you mean "${near}"?`}`;
}

function listRules(terminal: Terminal): void {
  const width = Math.max(...allRules.map(({ name }) => name.length));
  for (const { name, severity, summary } of allRules)
    terminal.out(`${name.padEnd(width)}  ${severity.padEnd(7)}  ${summary}\n`);
}
