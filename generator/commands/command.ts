/** The world outside, as commands see it. `cli.ts` makes the real one; tests make their own. */
export interface Terminal {
  /** Results. */
  out(text: string): void;
  /** Messages about the run: usage errors, progress. */
  err(text: string): void;
  stdin(): Promise<Buffer>;
  environment: Readonly<Record<string, string | undefined>>;
  folder: string;
  /** Are results, and are messages, read by a person at a terminal? */
  outIsTerminal: boolean;
  errIsTerminal: boolean;
  pid: number;
  isAlive(pid: number): boolean;
}

/** One option of a command: what parses the command line, prints `--help` and makes the reference page. */
export interface Option {
  /** What the value is, such as `file`; absent for a switch. */
  value?: string;
  /** The values that are allowed. */
  choices?: readonly string[];
  default?: string;
  /** May be given several times. */
  multiple?: boolean;
  summary: string;
}

export interface Command {
  name: string;
  summary: string;
  /** What follows the options, such as `[paths...]`; absent when nothing may. */
  operands?: string;
  options: Readonly<Record<string, Option>>;
  /** More to know: prose for `--help` and the reference page. */
  details: string;
  examples: readonly { command: string; summary: string }[];
  /**
   * @param input the command line, checked against the options
   * @returns the exit code
   */
  run(input: Input, terminal: Terminal): Promise<ExitCode>;
}

/** What the user asked for. */
export interface Input {
  operands: readonly string[];
  switches: ReadonlySet<string>;
  /** Values of an option, in order; its default, where it has one. */
  values(option: string): readonly string[];
  /** The last value of an option. */
  value(option: string): string | undefined;
}

/** 0 clean; 1 findings at error level, or drift; 2 wrong usage or unreadable input; 3 a bug of ours. */
export type ExitCode = 0 | 1 | 2 | 3;

/** The command cannot be run as it was asked for. */
export class UsageError extends Error {}
