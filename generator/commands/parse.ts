import { parseArgs } from "node:util";
import { didYouMean, suggest } from "../core/suggest.ts";
import { type Command, type Input, type Option, UsageError } from "./command.ts";

/**
 * Reads a command line.
 * @param command whose options count
 * @param words what follows the command's name
 * @throws UsageError for an unknown option, a missing or superfluous value, a value that is not allowed, operands where none may be
 */
export function parseInput(command: Command, words: readonly string[]): Input {
  const options = command.options;
  const { tokens } = parseArgs({
    args: [...words],
    options: Object.fromEntries(
      Object.entries(options).map(([name, option]) => [
        name,
        { type: option.value ? ("string" as const) : ("boolean" as const) },
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  });
  const operands: string[] = [];
  const switches = new Set<string>();
  const values = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind === "positional") operands.push(token.value);
    if (token.kind !== "option") continue;
    const option = Object.hasOwn(options, token.name) ? options[token.name] : undefined;
    if (option === undefined) throw new UsageError(unknownOption(command, token.rawName));
    if (option.value === undefined) addSwitch(switches, token);
    else
      values.set(token.name, [
        ...(values.get(token.name) ?? []),
        checkValue(token.name, option, token.value, token.inlineValue),
      ]);
  }
  for (const [name, given] of values) {
    if (given.length > 1 && !options[name]!.multiple)
      throw new UsageError(`option --${name} can be given only once`);
  }
  if (operands.length > 0 && command.operands === undefined)
    throw new UsageError(
      `"${operands[0]}" is unexpected: ${command.name} takes no arguments besides its options`,
    );
  const valuesOf = (name: string): readonly string[] =>
    values.get(name) ?? defaultOf(options[name]);
  return { operands, switches, values: valuesOf, value: (name) => valuesOf(name).at(-1) };
}

function defaultOf(option: Option | undefined): string[] {
  return option?.default === undefined ? [] : [option.default];
}

function addSwitch(switches: Set<string>, token: { name: string; value?: string }): void {
  if (token.value !== undefined) throw new UsageError(`option --${token.name} takes no value`);
  switches.add(token.name);
}

function checkValue(
  name: string,
  option: Option,
  value: string | undefined,
  inline: boolean | undefined,
): string {
  if (value === undefined || value === "")
    throw new UsageError(`option --${name} needs a value: --${name} <${option.value!}>`);
  if (!inline && value.startsWith("--"))
    throw new UsageError(
      `option --${name} needs a value: --${name} <${option.value!}>; "${value}" looks like an option, write --${name}=${value} if it is meant`,
    );
  if (option.choices && !option.choices.includes(value)) {
    throw new UsageError(
      `"${value}" is no value for --${name}${didYouMean(value, option.choices)}; it can be ${option.choices.join(", ")}`,
    );
  }
  return value;
}

function unknownOption(command: Command, raw: string): string {
  const near = suggest(raw.replace(/^-+/, ""), [...Object.keys(command.options), "help"]);
  return `${command.name} has no option ${raw}${near ? `, did you mean --${near}?` : ""}`;
}
