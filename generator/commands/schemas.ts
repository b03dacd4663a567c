import { didYouMean } from "../core/suggest.ts";
import { type Command, type ExitCode, type Input, type Terminal, UsageError } from "./command.ts";
import { addSchemas } from "./schemas-add.ts";
import { listSchemas } from "./schemas-list.ts";
import { syncSchemas } from "./schemas-sync.ts";

const actions: Readonly<
  Record<
    string,
    (operands: readonly string[], input: Input, terminal: Terminal) => ExitCode | Promise<ExitCode>
  >
> = {
  list: listSchemas,
  add: addSchemas,
  sync: syncSchemas,
};

export const schemas: Command = {
  name: "schemas",
  summary:
    "list the kinds that lint knows, teach it more from CRDs, or make the shipped packs anew",
  operands: "list|add|sync [files...]",
  options: {
    out: {
      value: "folder",
      default: "schemas",
      summary:
        "the packs of your repository: what add writes to and list shows beside the shipped ones",
    },
    from: {
      value: "folder",
      summary: "sync: take modules from this Go module cache instead of downloading them",
    },
    check: { summary: "sync: write nothing; exit 1 if a pack is not what its source gives" },
  },
  details: `list shows each kind with its versions, the source that it is from, and its size.
add converts CustomResourceDefinitions in files, in folders or on stdin (-) to packs in --out; commit them, and lint checks those kinds.
sync is for maintainers of packs: it downloads the Go modules that sources.yaml in --out pins (Go is needed), checks their sums and
converts what is in them. The same pins give the same bytes.`,
  examples: [
    { command: "meshwright schemas list", summary: "what lint can check" },
    {
      command: "meshwright schemas add crds/",
      summary: "teach lint the kinds of a folder of CRDs",
    },
    {
      command: "kubectl get crd -o yaml | meshwright schemas add -",
      summary: "teach lint what a cluster has",
    },
  ],
  run,
};

async function run(input: Input, terminal: Terminal): Promise<ExitCode> {
  const [action, ...operands] = input.operands;
  if (action === undefined)
    throw new UsageError("schemas needs to know what to do: list, add or sync");
  if (!Object.hasOwn(actions, action))
    throw new UsageError(
      `"${action}" is nothing that schemas can do${didYouMean(action, Object.keys(actions))}; it can list, add and sync`,
    );
  return actions[action]!(operands, input, terminal);
}
