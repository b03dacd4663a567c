import type { World } from "../core/build.ts";
import { isMapping } from "../core/json.ts";
import { groupOf, type Resource, versionOf } from "../core/resource.ts";
import { isSame } from "../schema/same.ts";
import type { JsonSchema, SchemaSource } from "../schema/types.ts";
import { createValidator, type Validator, type Verdict } from "../schema/validate.ts";
import type { TreeCrds } from "./crds.ts";

/** What validates the resources of a file as it stands, and those that a cluster gets. */
export interface Validators {
  /** Says what every cluster would say that gets the file. */
  ofFile(path: string): Validator;
  ofWorld(world: World): WorldValidator;
}

export interface WorldValidator extends Validator {
  /** @returns a name for the schemas that judge a resource here: equal names, equal verdicts */
  choice(resource: Resource): string;
}

/** The CRDs that one cluster gets, by kind. */
type Applied = ReadonlyMap<string, readonly JsonSchema[]>;

/**
 * Makes validators that judge each resource by the CRD of the cluster that gets it. Where no CRD of its kind comes with it, one of any
 * version may be there: the resource is right then if the schema of one of the tree's CRDs takes it, or else that of the packs.
 * @param crds of the tree
 * @param packs where other schemas come from; the first that knows a kind wins
 * @param worlds what each cluster gets
 */
export function createValidators(
  crds: TreeCrds,
  packs: readonly SchemaSource[],
  worlds: readonly World[],
): Validators {
  const common = createValidator([
    { find: (group, version, kind) => crds.schemas.get(`${group}/${version}/${kind}`)?.[0] },
    ...packs,
  ]);
  const applied = new Map(worlds.map((world) => [world, findApplied(world, crds)]));
  const disputed = findDisputed(crds, packs, applied.values());
  if (disputed.size === 0) {
    const everywhere = { ...common, choice: () => "" };
    return { ofFile: () => everywhere, ofWorld: () => everywhere };
  }
  const single = numberValidators();
  const choose = (key: string, here: Applied) =>
    disputed.has(key) ? (here.get(key) ?? disputed.get(key)!) : [];
  const nameOf = (schemas: readonly JsonSchema[]) =>
    schemas.map((schema) => single(schema).number).join();
  const validatorFor = (places: readonly Applied[]): WorldValidator => ({
    choice: ({ data }) => nameOf(choose(kindOf(data), places[0]!)),
    validate(data, options) {
      const key = kindOf(data);
      if (!disputed.has(key)) return common.validate(data, options);
      const choices = places.map((here) => choose(key, here));
      const different = new Map(choices.map((schemas) => [nameOf(schemas), schemas]));
      const verdicts = [...different.values()].map((schemas) =>
        findMildest(schemas, (schema) => single(schema).validator.validate(data, options)),
      );
      return { checked: true, problems: verdicts.flatMap(({ problems }) => problems) };
    },
  });
  const places = findPlaces(applied);
  return {
    ofFile: (path) => validatorFor(places.get(path) ?? [new Map()]),
    ofWorld: (world) => validatorFor([applied.get(world)!]),
  };
}

/** Finds the kinds that more than one schema is known for: those of the tree's CRDs, of those that builds change, and of the packs. */
function findDisputed(
  crds: TreeCrds,
  packs: readonly SchemaSource[],
  applied: Iterable<Applied>,
): Applied {
  const all = new Map(crds.schemas);
  for (const here of applied) {
    for (const [key, schemas] of here)
      all.set(key, [...new Set([...(all.get(key) ?? []), ...schemas])]);
  }
  for (const [key, schemas] of all) {
    const [group = "", version = "", kind = ""] = key.split("/");
    const packed = packs.map((source) => source.find(group, version, kind)).find(Boolean);
    if (packed && !schemas.some((schema) => isSame(schema, packed)))
      all.set(key, [...schemas, packed]);
    else if (schemas.length === 1) all.delete(key);
  }
  return all;
}

function numberValidators(): (schema: JsonSchema) => { validator: Validator; number: number } {
  const known = new Map<JsonSchema, { validator: Validator; number: number }>();
  return (schema) => {
    const made = known.get(schema) ?? {
      validator: createValidator([{ find: () => schema }]),
      number: known.size,
    };
    known.set(schema, made);
    return made;
  };
}

function findMildest(
  schemas: readonly JsonSchema[],
  judge: (schema: JsonSchema) => Verdict,
): Verdict {
  const [first, ...others] = schemas;
  const verdict = judge(first!);
  if (!isRefusal(verdict)) return verdict;
  for (const other of others) {
    const milder = judge(other);
    if (!isRefusal(milder)) return milder;
  }
  return verdict;
}

function isRefusal({ problems }: Verdict): boolean {
  return problems.some(({ severity }) => severity === "error");
}

function findApplied(world: World, crds: TreeCrds): Applied {
  const applied = new Map<string, readonly JsonSchema[]>();
  if (crds.schemas.size === 0) return applied;
  for (const { kind, schema } of world.builds.flatMap(({ resources }) =>
    resources.flatMap(crds.read),
  )) {
    const others = applied.get(kind) ?? [];
    if (!others.includes(schema)) applied.set(kind, [...others, schema]);
  }
  return applied;
}

function findPlaces(applied: ReadonlyMap<World, Applied>): Map<string, readonly Applied[]> {
  const places = new Map<string, Set<Applied>>();
  for (const [world, here] of applied) {
    for (const file of new Set(world.builds.flatMap(({ files }) => files)))
      places.set(file, (places.get(file) ?? new Set()).add(here));
  }
  return new Map([...places].map(([file, here]) => [file, [...here]]));
}

function kindOf(data: unknown): string {
  if (!isMapping(data) || typeof data.apiVersion !== "string" || typeof data.kind !== "string")
    return "";
  return `${groupOf(data.apiVersion)}/${versionOf(data.apiVersion)}/${data.kind}`;
}
