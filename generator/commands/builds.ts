import type { Build, World } from "../core/build.ts";
import { compileGlob } from "../core/glob.ts";
import type { Location } from "../core/finding.ts";
import { findWorlds } from "../lint/builds/worlds.ts";
import { sourceTree } from "../lint/source.ts";
import { count } from "../report/text.ts";
import type { Command, ExitCode, Input, Terminal } from "./command.ts";
import { gather } from "./gather.ts";
import { readSettings } from "./settings.ts";

const formats = ["text", "json"] as const;

export const builds: Command = {
  name: "builds",
  summary:
    "print what each cluster would get: entries, what they apply, and files that nothing applies",
  options: {
    format: { value: "name", choices: formats, default: "text", summary: "how builds are printed" },
  },
  details: `An entry is where a cluster starts: a bootstrap path of Flux or Argo CD, a kustomization that nothing refers to, or a folder of
manifests. Below it stands all that follows from it: an indented line for each Flux Kustomization, Argo CD Application and kustomization,
with the folder that it applies and the number of files and objects. What cannot be rendered from the files alone, such as a chart or
another repository, is said with the reason. These are the builds that lint judges.`,
  examples: [
    { command: "meshwright builds", summary: "the builds of the repository" },
    {
      command: "meshwright builds --format json | jq -r '.unreached[]'",
      summary: "the manifests that nothing applies",
    },
  ],
  run,
};

/** What a repository applies, as it is printed. */
interface Outline {
  version: 1;
  entries: { entry: string; builds: BuildOutline[] }[];
  /** Manifests that neither an engine nor a kustomization applies. */
  unreached: readonly string[];
}

interface BuildOutline {
  root: string;
  engine: Build["engine"];
  /** The object that makes it. */
  source?: { kind: string; namespace?: string; name: string; file: string; line: number };
  files: number;
  objects: number;
  partial: { reason: string; at: Location }[];
}

async function run(input: Input, terminal: Terminal): Promise<ExitCode> {
  const { tree, remotes } = await gather(input, terminal);
  const settings = readSettings(tree);
  const ignored = (settings.config.ignore ?? []).map(compileGlob);
  const source = sourceTree(tree, (path) => ignored.some((matches) => matches(path)));
  const { worlds, unreached } = findWorlds(source, {
    remotes: [...remotes, ...settings.remotes],
  });
  const outline: Outline = { version: 1, entries: worlds.map(outlineWorld), unreached };
  terminal.out(
    input.value("format") === "json"
      ? `${JSON.stringify(outline, null, 2)}\n`
      : printOutline(outline),
  );
  return 0;
}

function outlineWorld({ entry, builds: made }: World): Outline["entries"][number] {
  return {
    entry,
    builds: made.map(({ root, engine, source, files, resources, partial }) => ({
      root,
      engine,
      ...(source && {
        source: {
          kind: source.id.kind,
          ...(source.id.namespace === undefined ? {} : { namespace: source.id.namespace }),
          name: source.id.name,
          file: source.file,
          line: source.locate([]).line,
        },
      }),
      files: files.length,
      objects: resources.length,
      partial: partial.map(({ reason, at }) => ({ reason, at })),
    })),
  };
}

function printOutline({ entries, unreached }: Outline): string {
  if (entries.length === 0) return "There are no manifests here.\n";
  const rows = entries.flatMap((entry) =>
    entry.builds.map((build) => describe(build, entry.entry)),
  );
  const width = Math.max(...rows.map(([what]) => what.length));
  const lines = entries.flatMap(({ entry, builds: made }) => [
    entry,
    ...made.flatMap((build) => {
      const [what, much] = describe(build, entry);
      return [
        `  ${what.padEnd(width)}  ${much}`,
        ...build.partial.map(({ reason, at }) => `    partial: ${reason} (${at.file}:${at.line})`),
      ];
    }),
    "",
  ]);
  if (unreached.length > 0)
    lines.push(
      `${count(unreached.length, "file")} that no build reaches:`,
      ...unreached.map((file) => `  ${file}`),
      "",
    );
  return lines.join("\n");
}

function describe(
  { root, engine, source, files, objects }: BuildOutline,
  entry: string,
): [string, string] {
  const name =
    source && `${source.namespace === undefined ? "" : `${source.namespace}/`}${source.name}`;
  const what =
    root === entry && name === undefined
      ? engine
      : `${engine} ${[name, root].filter((part) => part !== undefined).join(" ")}`;
  return [what, `${count(files, "file")}, ${count(objects, "object")}`];
}
