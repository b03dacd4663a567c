import { createHash } from "node:crypto";
import { asText, isMapping, listOf } from "../../../core/json.ts";
import { createItem, idOf, metadataOf, nameOf, setValue, storePreviousId, textOf } from "./item.ts";
import type { Item } from "./item.ts";
import { pairsOf } from "./kustomization.ts";
import type { Entry } from "./kustomization.ts";
import type { Source } from "./source.ts";
import { traceCopy, traceEntry, within } from "./source.ts";

interface Datum {
  readonly key: string;
  readonly value: string;
  readonly source: Source;
}

export interface GeneratorProblem {
  readonly message: string;
  readonly source: Source;
}

/** Reads a file that a generator names, or says why it cannot. */
export type LoadText = (path: string, source: Source) => string | undefined;

/**
 * Makes the ConfigMap or Secret of one generator entry.
 * @param args the entry of configMapGenerator or secretGenerator
 * @param options the kustomization's generatorOptions
 * @param load reads a file; undefined where it reported why not
 */
export function generateItem(
  kind: "ConfigMap" | "Secret",
  { value: args, source }: Entry<Record<string, unknown>>,
  options: unknown,
  load: LoadText,
): { item?: Item; problems: GeneratorProblem[] } {
  const problems: GeneratorProblem[] = [];
  const name = textOf(args["name"]);
  if (name === "") return { problems: [{ message: `a ${kind} generator needs a name`, source }] };
  const data = collectData(args, source, load, problems);
  const metadata: Record<string, unknown> = { name };
  traceCopy(metadata, undefined);
  traceEntry(metadata, "name", within(source, "name"));
  if (args["namespace"]) {
    metadata["namespace"] = textOf(args["namespace"]);
    traceEntry(metadata, "namespace", within(source, "namespace"));
  }
  const own = isMapping(args["options"]) ? args["options"] : {};
  const common = isMapping(options) ? options : {};
  for (const field of ["labels", "annotations"] as const) {
    const pairs = [...pairsOf(common[field]), ...pairsOf(own[field])];
    if (pairs.length > 0) metadata[field] = Object.fromEntries(pairs);
  }
  const object: Record<string, unknown> = { apiVersion: "v1", kind, metadata };
  traceCopy(object, undefined);
  if (kind === "Secret") object["type"] = args["type"] ? textOf(args["type"]) : "Opaque";
  if (kind === "Secret" || data.length > 0) {
    const values: Record<string, unknown> = {};
    traceCopy(values, undefined);
    for (const { key, value, source: origin } of data) {
      values[key] = kind === "Secret" ? encodeBase64(value) : value;
      traceEntry(values, key, origin);
    }
    object["data"] = values;
  }
  if (own["immutable"] === true || common["immutable"] === true) object["immutable"] = true;
  const item = createItem(object, source);
  item.original = undefined;
  item.hashed = own["disableNameSuffixHash"] !== true && common["disableNameSuffixHash"] !== true;
  const behavior = textOf(args["behavior"]);
  item.behavior = behavior === "merge" || behavior === "replace" ? behavior : "create";
  return { item, problems };
}

function collectData(
  args: Record<string, unknown>,
  source: Source,
  load: LoadText,
  problems: GeneratorProblem[],
): Datum[] {
  const data: Datum[] = [];
  const seen = new Set<string>();
  const add = (key: string, value: string, origin: Source) => {
    if (!/^[-._a-zA-Z0-9]+$/.test(key))
      problems.push({
        message: `${key} is no valid key: use letters, digits, '-', '_' and '.'`,
        source: origin,
      });
    else if (seen.has(key))
      problems.push({ message: `the key ${key} is given twice`, source: origin });
    else data.push({ key, value, source: origin });
    seen.add(key);
  };
  const envs = listOf(args["envs"]).map((value, index) => ({
    value,
    source: within(source, "envs", index),
  }));
  if (args["env"]) envs.push({ value: args["env"], source: within(source, "env") });
  for (const { value, source: origin } of envs) {
    const text = load(textOf(value), origin);
    if (text !== undefined)
      readEnv(
        text,
        (key, line) => add(key, line, origin),
        (message) => problems.push({ message, source: origin }),
      );
  }
  listOf(args["literals"]).forEach((literal, index) => {
    const origin = within(source, "literals", index);
    const text = textOf(literal);
    const equals = text.indexOf("=");
    if (equals < 1) problems.push({ message: `${text} is no key=value`, source: origin });
    else add(text.slice(0, equals), stripQuotes(text.slice(equals + 1)), origin);
  });
  listOf(args["files"]).forEach((file, index) => {
    const origin = within(source, "files", index);
    const text = textOf(file);
    const parts = text.split("=");
    if (parts.length > 2 || (parts.length === 2 && (parts[0] === "" || parts[1] === ""))) {
      problems.push({
        message: `${text} must be a path, or a key and a path with one '=' between`,
        source: origin,
      });
      return;
    }
    const path = parts.at(-1)!;
    const content = load(path, origin);
    if (content !== undefined)
      add(parts.length === 2 ? parts[0]! : path.slice(path.lastIndexOf("/") + 1), content, origin);
  });
  return data.sort((one, other) => (one.key < other.key ? -1 : 1));
}

function readEnv(
  text: string,
  add: (key: string, value: string) => void,
  fail: (message: string) => void,
): void {
  const lines = text.replace(/^\uFEFF/, "").split("\n");
  if (lines.at(-1) === "") lines.pop();
  for (const raw of lines) {
    const line = raw.replace(/\r$/, "").trimStart();
    if (line === "" || line.startsWith("#")) continue;
    const equals = line.indexOf("=");
    const key = equals < 0 ? line : line.slice(0, equals);
    if (!/^[-._a-zA-Z][-._a-zA-Z0-9]*$/.test(key))
      fail(`'${key}' is no valid name of an environment variable`);
    else add(key, equals < 0 ? "" : line.slice(equals + 1));
  }
}

function stripQuotes(text: string): string {
  const first = text[0];
  return text.length > 1 && first === text.at(-1) && (first === '"' || first === "'")
    ? text.slice(1, -1)
    : text;
}

/** Base64 as kustomize writes it: in lines of 70 when there is more than one. */
function encodeBase64(text: string): string {
  const encoded = Buffer.from(text, "utf8").toString("base64");
  if (encoded.length < 70) return encoded;
  return (encoded.match(/.{1,70}/g) ?? []).map((line) => `${line}\n`).join("");
}

/** Lays a generator's result over the ConfigMap or Secret that it names, as its behavior says. */
export function absorbInto(old: Item, item: Item): Item {
  const before = metadataOf(old);
  const metadata: Record<string, unknown> = { ...before, ...metadataOf(item), name: nameOf(old) };
  if (before["namespace"] === undefined) delete metadata["namespace"];
  else metadata["namespace"] = before["namespace"];
  for (const field of ["labels", "annotations"]) {
    const merged = {
      ...Object.fromEntries(pairsOf(before[field])),
      ...Object.fromEntries(pairsOf(metadataOf(item)[field])),
    };
    if (Object.keys(merged).length > 0) metadata[field] = merged;
  }
  traceCopy(metadata, before);
  const data: Record<string, unknown> = { ...item.data, metadata };
  traceCopy(data, item.data);
  traceEntry(data, "metadata", within(old.source, "metadata"));
  if (item.behavior === "merge") {
    for (const field of ["data", "binaryData"]) {
      const mine = isMapping(item.data[field]) ? item.data[field] : {};
      const theirs = isMapping(old.data[field]) ? old.data[field] : {};
      if (Object.keys(mine).length + Object.keys(theirs).length === 0) continue;
      const merged = { ...theirs, ...mine };
      traceCopy(merged, isMapping(item.data[field]) ? mine : undefined);
      for (const key of Object.keys(theirs))
        if (!Object.hasOwn(mine, key)) traceEntry(merged, key, within(old.source, field, key));
      data[field] = merged;
    }
  }
  const hashed = item.hashed && old.hashed;
  return {
    ...item,
    data,
    hashed,
    previous: old.previous,
    prefixes: old.prefixes,
    suffixes: old.suffixes,
    behavior: old.behavior,
    owned: undefined,
  };
}

/** Appends the hash of its content to the name of a generated object. */
export function addHash(item: Item): void {
  storePreviousId(item);
  setValue(
    item,
    ["metadata", "name"],
    `${idOf(item).name}-${hashOf(item.data)}`,
    within(item.source, "name"),
  );
}

/** The hash that kustomize appends (api hasher): SHA-256 of a few fields as Go writes JSON, ten characters without vowels. */
export function hashOf(data: Readonly<Record<string, unknown>>): string {
  const fields: Record<string, unknown> = {
    kind: data["kind"],
    name: "",
    data: data["data"] ?? "",
  };
  if (data["kind"] === "Secret") {
    fields["type"] = data["type"] ?? "";
    if (isMapping(data["stringData"])) fields["stringData"] = data["stringData"];
  } else if (isMapping(data["binaryData"])) fields["binaryData"] = data["binaryData"];
  const hex = createHash("sha256").update(writeGoJson(fields)).digest("hex").slice(0, 10);
  return hex.replace(
    /[013ae]/g,
    (digit) => ({ 0: "g", 1: "h", 3: "k", a: "m", e: "t" })[digit as "0"],
  );
}

function writeGoJson(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(writeGoJson).join(",")}]`;
  if (isMapping(value)) {
    const keys = Object.keys(value).sort(compareBytes);
    return `{${keys.map((key) => `${writeGoJson(key)}:${writeGoJson(value[key])}`).join(",")}}`;
  }
  if (typeof value === "bigint") return asText(value);
  return JSON.stringify(value ?? null).replace(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** Orders strings by their UTF-8 bytes, as Go does. */
export function compareBytes(one: string, other: string): number {
  return Buffer.compare(Buffer.from(one, "utf8"), Buffer.from(other, "utf8"));
}
