import Handlebars from "handlebars";
import type { Finding, Location } from "../core/finding.ts";
import { fillValues, type Slots } from "./fill.ts";

/** A template ready to run: text, or what is wrong with the template. */
export type Template = (
  data: Readonly<Record<string, unknown>>,
) => { text: string } | { findings: Finding[] };

/** What `{{yaml value}}` and `{{text value}}` collected while one template runs. */
let slots: Slots = [];

const handlebars = Handlebars.create();
handlebars.registerHelper("yaml", (value: unknown, ...rest: unknown[]) =>
  collect("yaml", value, rest),
);
handlebars.registerHelper("text", (value: unknown, ...rest: unknown[]) =>
  collect("text", value, rest),
);

/**
 * Compiles a template once. Values may reach the text only through `{{yaml value}}` (a correct YAML key, scalar or block at the place's
 * indentation) or `{{text value}}` (for files that are not YAML); anything else that prints is refused.
 * @param file the template's path, for findings
 * @param text its Handlebars source
 * @returns a function from data to text; errors of the template are findings with the template's line
 */
export function compileTemplate(file: string, text: string): Template {
  let run: HandlebarsTemplateDelegate;
  try {
    const program = Handlebars.parse(text);
    const raw = findRawMustache(program.body);
    if (raw)
      return () => ({
        findings: [
          problem(
            file,
            raw,
            `write {{yaml ${raw.name}}} instead of {{${raw.name}}}, so that the value stays a value`,
          ),
        ],
      });
    run = handlebars.compile(program, {
      strict: true,
      noEscape: true,
      knownHelpers: { yaml: true, text: true },
      preventIndent: true,
    });
  } catch (error) {
    return () => ({ findings: [problem(file, placeOf(error), messageOf(error))] });
  }
  return (data) => {
    slots = [];
    try {
      return { text: fillValues(run(data), slots) };
    } catch (error) {
      return { findings: [problem(file, placeOf(error), messageOf(error))] };
    }
  };
}

function collect(kind: "yaml" | "text", value: unknown, rest: readonly unknown[]): string {
  const { loc } = rest.at(-1) as { loc: { start: Place } };
  const place = { lineNumber: loc.start.line, column: loc.start.column };
  if (rest.length !== 1) throw Object.assign(new Error(`{{${kind}}} takes one value`), place);
  if (value === undefined)
    throw Object.assign(new Error(`{{${kind}}} names a value that is not there`), place);
  slots.push({ kind, value });
  return `\ue000${slots.length - 1}\ue001`;
}

interface Place {
  line: number;
  column: number;
}

/** Finds the first `{{x}}` that would print a value as it is. */
function findRawMustache(
  body: readonly hbs.AST.Statement[],
): (Place & { name: string }) | undefined {
  for (const statement of body) {
    if (statement.type === "MustacheStatement") {
      const { path } = statement as hbs.AST.MustacheStatement;
      const name = "original" in path ? path.original : "";
      if (name !== "yaml" && name !== "text")
        return { line: statement.loc.start.line, column: statement.loc.start.column + 1, name };
    }
    if (statement.type === "BlockStatement") {
      const { program, inverse } = statement as hbs.AST.BlockStatement;
      const found = findRawMustache(program?.body ?? []) ?? findRawMustache(inverse?.body ?? []);
      if (found) return found;
    }
    if (/Partial|Decorator/.test(statement.type)) {
      return {
        line: statement.loc.start.line,
        column: statement.loc.start.column + 1,
        name: "a value (partials cannot be used)",
      };
    }
  }
  return undefined;
}

function problem(file: string, place: Place, message: string): Finding {
  const at: Location = { file, line: place.line, column: place.column };
  return {
    rule: "render/template",
    severity: "error",
    message: `the template cannot be used: ${message}`,
    at,
  };
}

/** Handlebars tells the place of a missing variable in fields, that of a syntax error only in its text. */
function placeOf(error: unknown): Place {
  const { lineNumber, column, message } = error as {
    lineNumber?: number;
    column?: number;
    message?: string;
  };
  if (lineNumber !== undefined) return { line: lineNumber, column: (column ?? 0) + 1 };
  return { line: Number(/on line (\d+)/.exec(message ?? "")?.[1] ?? 1), column: 1 };
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error))
    .split("\n")
    .join(" ")
    .replace(/ - \d+:\d+$/, "");
}
