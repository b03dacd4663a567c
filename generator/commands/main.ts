import { didYouMean } from "../core/suggest.ts";
import { version } from "../disk/assets.ts";
import { type Command, type ExitCode, type Terminal, UsageError } from "./command.ts";
import { commandHelp, generalHelp, usageOf } from "./help.ts";
import { parseInput } from "./parse.ts";

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
    const where = terminal.environment["MESHWRIGHT_DEBUG"]
      ? error.stack
      : error.stack?.split("\n").find((line) => line.startsWith("    at "));
    terminal.err(
      `meshwright ${version()}: this is a bug of Meshwright; your files are not to blame: ${error.message}\n${where ?? ""}\n`,
    );
    terminal.err(
      "Please report it with the command and the input; MESHWRIGHT_DEBUG=1 prints more.\n",
    );
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
