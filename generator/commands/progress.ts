import type { Terminal } from "./command.ts";

/** Below so many files a run ends before anybody could read what it is at. */
const fewest = 500;
const clearLine = "\r\u001b[K";

/** One line on a terminal that says what a long run is at. */
export interface Progress {
  /**
   * Rewrites the line.
   * @param doing such as `writing`
   * @param files how many there are to do; few are not worth a line
   * @param done how many of them are done, where that is known
   */
  say(doing: string, files: number, done?: number): void;
  /** Takes the line away; to be called before anything else is printed. */
  clear(): void;
}

/**
 * Shows progress to a person: on the terminal of messages, and neither in CI nor where another program reads along.
 * @param terminal the world outside
 * @param isForPrograms is the output in a format for programs?
 */
export function createProgress(terminal: Terminal, isForPrograms = false): Progress {
  const { CI, TERM } = terminal.environment;
  const inCi = CI !== undefined && CI !== "" && CI !== "false";
  if (!terminal.errIsTerminal || inCi || TERM === "dumb" || isForPrograms)
    return { say: () => {}, clear: () => {} };
  let shown = "";
  return {
    say(doing, files, done) {
      if (files < fewest) return;
      const percent = done === undefined ? "" : ` ${Math.floor((100 * done) / files)} %`;
      const line = `${doing} ${files} files${percent}`;
      if (line === shown) return;
      shown = line;
      terminal.err(`${clearLine}${line}`);
    },
    clear() {
      if (shown !== "") terminal.err(clearLine);
      shown = "";
    },
  };
}
