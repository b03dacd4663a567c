/** A fenced block of a Markdown page: its language, what follows it on the line, its text. */
export interface Fence {
  language: string;
  title: string;
  text: string;
}

export function readFences(page: string): Fence[] {
  return [...page.matchAll(/^```(\w+)(?: (\S+))?\n([^]*?)^```$/gm)].map(
    ([, language, title, text]) => ({ language: language!, title: title ?? "", text: text! }),
  );
}

/** One command of a `console` block, and what it prints; a line `...` stands for any lines. */
export interface Step {
  command: string;
  expected: RegExp;
}

export function readSteps(text: string): Step[] {
  return text
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const [command, ...lines] = part.trimEnd().split("\n");
      const pattern = lines
        .map((line) =>
          line === "..." ? "(?:.*\\n)*?" : `${line.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&")}\\n`,
        )
        .join("");
      return { command: command!, expected: new RegExp(`^${pattern}$`) };
    });
}
