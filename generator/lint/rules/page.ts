/** A rule's page in docs/rules: what `explain` prints, and examples that run as tests. */
export interface RulePage {
  /** The rule's name, from the page's title. */
  title: string;
  bad: Example[];
  good: Example[];
}

/** Files of one example, path → text. */
export type Example = ReadonlyMap<string, string>;

/**
 * Reads a rule's page. Below `## Bad` and `## Good` stand fenced YAML blocks; a block that names a file (```` ```yaml apps/a.yaml ````)
 * belongs to one example of several files, a block without a name is an example by itself.
 */
export function readRulePage(markdown: string): RulePage {
  const title = /^# `?([^`\n]+?)`?\s*$/m.exec(markdown)?.[1] ?? "";
  return {
    title,
    bad: readExamples(section(markdown, "Bad")),
    good: readExamples(section(markdown, "Good")),
  };
}

function section(markdown: string, heading: string): string {
  const parts = markdown.split(/^## /m);
  return parts.find((part) => part.startsWith(`${heading}\n`)) ?? "";
}

function readExamples(text: string): Example[] {
  const examples: Map<string, string>[] = [];
  const named = new Map<string, string>();
  for (const [, path, body] of text.matchAll(/^```ya?ml[ \t]*(\S*)[^\n]*\n(.*?)^```/gms)) {
    if (path === "") examples.push(new Map([["manifest.yaml", body!]]));
    else named.set(path!, body!);
  }
  return named.size > 0 ? [...examples, named] : examples;
}
