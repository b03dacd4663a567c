import type { Command, Option } from "./command.ts";

const exitCodes =
  "Exit codes: 0 clean; 1 findings at error level, or drift; 2 wrong usage or unreadable input; 3 a bug of Meshwright.";

/** @returns what `meshwright --help` prints */
export function generalHelp(commands: readonly Command[]): string {
  const width = Math.max(...commands.map(({ name }) => name.length));
  return `Usage: meshwright <command> [options]

Commands:
${commands.map(({ name, summary }) => `  ${name.padEnd(width)}  ${summary}`).join("\n")}

"meshwright <command> --help" tells more about each; "meshwright --version" prints the version.
${exitCodes}
`;
}

/** @returns what `meshwright <command> --help` prints */
export function commandHelp(command: Command): string {
  const rows: [string, string][] = Object.entries({
    ...command.options,
    help: { summary: "print this" },
  }).map(([name, option]) => [optionUsage(name, option), describe(option)]);
  const width = Math.max(...rows.map(([usage]) => usage.length));
  const examples = command.examples
    .map((example) => `  ${example.command}\n      ${example.summary}`)
    .join("\n");
  return `Usage: ${usageOf(command)}

${capitalise(command.summary)}.

${command.details}

Options:
${rows.map(([usage, summary]) => `  ${usage.padEnd(width)}  ${summary}`).join("\n")}

Examples:
${examples}

${exitCodes}
`;
}

/** @returns such as `meshwright lint [options] [paths...]` */
export function usageOf(command: Command): string {
  return [
    "meshwright",
    command.name,
    "[options]",
    ...(command.operands ? [command.operands] : []),
  ].join(" ");
}

/** @returns the reference of the command line as Markdown, from the same tables as `--help` */
export function commandReference(commands: readonly Command[]): string {
  const sections = commands.map((command) => {
    const rows = Object.entries(command.options).map(
      ([name, option]) =>
        `| \`${optionUsage(name, option).replaceAll("|", "\\|")}\` | ${describe(option).replaceAll("|", "\\|")} |`,
    );
    const options =
      rows.length === 0 ? "" : `\n| option | does |\n| --- | --- |\n${rows.join("\n")}\n`;
    const examples = command.examples
      .map((example) => `# ${example.summary}\n${example.command}`)
      .join("\n\n");
    return `## ${command.name}

\`${usageOf(command)}\`

${capitalise(command.summary)}.

${command.details}
${options}
\`\`\`sh
${examples}
\`\`\`
`;
  });
  return `# Command line

\`meshwright <command> [options]\`. This page is made from the tables that \`--help\` prints.

Results go to standard output, messages about the run to standard error. Colour is used on a terminal only; \`NO_COLOR\` turns it off and \`FORCE_COLOR\` on. ${exitCodes}

${sections.join("\n")}`;
}

function optionUsage(name: string, option: Option): string {
  return option.value === undefined ? `--${name}` : `--${name} <${option.value}>`;
}

function describe(option: Option): string {
  const notes = [
    ...(option.choices ? [`one of ${option.choices.join(", ")}`] : []),
    ...(option.default === undefined ? [] : [`default ${option.default}`]),
    ...(option.multiple ? ["can be repeated"] : []),
  ];
  return notes.length === 0 ? option.summary : `${option.summary} (${notes.join("; ")})`;
}

function capitalise(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1);
}
