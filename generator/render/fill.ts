import { printAfterKey, printScalar, printYaml } from "../yaml/print.ts";

/** Values that stand in a rendered text as `U+E000 index U+E001`. */
export type Slots = { kind: "yaml" | "text"; value: unknown }[];

const mark = /\ue000(\d+)\ue001/g;
/** A line that is `key: value`, `- value` or a value alone, with the value last: only there a block of several lines can stand. */
const blockLine = /^( *(?:- +)*)(?:([^ ].*):)?(?: *)\ue000(\d+)\ue001$/u;

/**
 * Puts the values in. A mapping, list or text of several lines takes lines of its own, indented below its key; anything else stays in its line.
 * @param text a rendered template
 * @param slots the values that its marks stand for
 * @returns the text without marks
 * @throws Error when a mapping or list stands inside a line: a mistake in the template
 */
export function fillValues(text: string, slots: Slots): string {
  if (slots.length === 0) return text;
  return text
    .split("\n")
    .map((line) => (line.includes("\ue000") ? fillLine(line, slots) : line))
    .join("\n");
}

function fillLine(line: string, slots: Slots): string {
  const block = blockLine.exec(line);
  const slot = block && slots[Number(block[3])];
  if (!block || slot?.kind !== "yaml") return fillInline(line, slots);
  const [, lead = "", key] = block;
  if (key === undefined) return lead + printYaml(slot.value, lead.length);
  return `${lead}${fillInline(key, slots)}:${printAfterKey(slot.value, lead.length)}`;
}

function fillInline(line: string, slots: Slots): string {
  return line.replace(mark, (_, index: string) => {
    const slot = slots[Number(index)];
    if (slot?.kind === "text") return String(slot.value);
    if (typeof slot?.value === "object" && slot.value !== null)
      throw new Error(
        `a list or mapping needs a line of its own: ${line.replace(mark, "…").trim()}`,
      );
    return printScalar(slot?.value);
  });
}
