import { version } from "../disk/assets.ts";
import { type Command, type ExitCode, type Terminal, UsageError } from "./command.ts";
import { commandHelp, generalHelp, usageOf } from "./help.ts";
import { didYouMean, parseInput } from "./parse.ts";

/**
 * Runs one command line.
 * @param commands the commands that there are
 * @param words the command line, without the program's name
 * @param terminal the world outside
 * @returns the exit code; never throws: a bug of ours is told in a few words
 */
export async function main(
  commands: readonly Command[],
  words: readonly string[],
  terminal: Terminal,
): Promise<ExitCode> {
  try {
    return await dispatch(commands, words, terminal);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    terminal.err(
      `meshwright: this is a bug of Meshwright (${version()}), your files are not to blame: ${error.message}\n`,
    );
    terminal.err(
      "Please report it with the command that you ran, the input that it read, and this:\n",
    );
    terminal.err(`${error.stack ?? ""}\n`);
    return 3;
  }
}

async function dispatch(
  commands: readonly Command[],
  words: readonly string[],
  terminal: Terminal,
): Promise<ExitCode> {
  const [first, ...rest] = words;
  if (first === "--version" || first === "-V") {
    terminal.out(`${version()}\n`);
    return 0;
  }
  if (first === "--help" || first === "-h" || (first === "help" && rest.length === 0)) {
    terminal.out(generalHelp(commands));
    return 0;
  }
  if (first === undefined) {
    terminal.err(generalHelp(commands));
    return 2;
  }
  const name = first === "help" ? rest[0]! : first;
  const command = commands.find((candidate) => candidate.name === name);
  if (command === undefined) {
    const what = name.startsWith("-")
      ? `the command comes first, then options such as ${name}`
      : `there is no command "${name}"`;
    terminal.err(
      `meshwright: ${what}${didYouMean(
        name,
        commands.map((candidate) => candidate.name),
      )}\nCommands: ${commands.map((candidate) => candidate.name).join(", ")}; see meshwright --help\n`,
    );
    return 2;
  }
  if (first === "help" || asksForHelp(rest)) {
    terminal.out(commandHelp(command));
    return 0;
  }
  return runCommand(command, rest, terminal);
}

async function runCommand(
  command: Command,
  words: readonly string[],
  terminal: Terminal,
): Promise<ExitCode> {
  try {
    return await command.run(parseInput(command, words), terminal);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    terminal.err(
      `meshwright ${command.name}: ${error.message}\nUsage: ${usageOf(command)}; see meshwright ${command.name} --help\n`,
    );
    return 2;
  }
}

function asksForHelp(words: readonly string[]): boolean {
  const end = words.indexOf("--");
  return words
    .slice(0, end < 0 ? words.length : end)
    .some((word) => word === "--help" || word === "-h");
}
