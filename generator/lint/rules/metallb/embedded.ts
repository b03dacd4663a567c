import type { Location } from "../../../core/finding.ts";

/**
 * Finds in a file what lies inside a text of it. The lines of a literal block scalar (`|`) stand below its header, indented; any other
 * text is pointed at as a whole.
 * @param holder where the text is written
 * @param content the text
 * @param inside where in the text
 */
export function locateInside(holder: Location, content: string, inside: Location): Location {
  const lines = content.replace(/\n+$/, "").split("\n");
  if (
    holder.endLine === undefined ||
    holder.endColumn === undefined ||
    holder.endLine - holder.line !== lines.length
  )
    return holder;
  const indent = holder.endColumn - 1 - lines.at(-1)!.length;
  return {
    file: holder.file,
    line: holder.line + inside.line,
    column: inside.column + indent,
    ...(inside.endLine === undefined ? {} : { endLine: holder.line + inside.endLine }),
    ...(inside.endColumn === undefined ? {} : { endColumn: inside.endColumn + indent }),
  };
}
