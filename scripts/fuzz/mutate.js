// Mutations of manifests for scripts/fuzz.js: of characters, of lines and of the values that they hold.
import { readYaml } from "../../dist/yaml/read.js";
import { printYaml } from "../../dist/yaml/print.js";

/** Characters and snippets that readers of YAML stumble over. */
const snippets = [
  "\0", "\t", "\r", "\u0085", "\u2028", "\uFEFF", "\uD800", "\u202E", "😀", "é", "\x1b[31m", ": ", "- ", "? ", "&a ", "*a", "!!str ", "!x ",
  "<<: ", "---", "...", "%YAML 1.2\n", "|", ">", "|+2\n", "'", '"', "{", "}", "[", "]", ",", "#", "@", "`", "${A}", "${A:=b}", "$(a)",
  "{{ .x }}", "~", "null", "yes", "0x1F", "1e400", "-0", ".nan", "9223372036854775808", "\\u0000", "\n", "\n\n", " ", "%",
]; // prettier-ignore

/** Values that take the place of others. */
const strangers = [
  null, true, false, 0, -1, 1.5, 9223372036854775807n, "", " ", "-", "*", "0", "true", "a.b", "a/b/c", "../..", "/", "http://[", "${A}",
  "${", "\uD800", "\n", "😀".repeat(300), "a".repeat(100_000), "(((((a+)+)+)+)+)$", "[", "\\", "1Ki", "1s", "* * * * *", "__proto__",
  "constructor", [], {}, [[]], [null], [{}], { "": null }, { __proto__: null, "a\nb": 1 },
]; // prettier-ignore

/** Keys that decide how a file is read. */
const keys = ["apiVersion", "kind", "metadata", "name", "namespace", "spec", "items", "patches", "resources", "__proto__", "constructor", "", "<<", "a/b~c", "toString", "sops", "length"]; // prettier-ignore

/**
 * A small generator of random numbers (mulberry32), the same ones for the same seed.
 * @param {number} seed
 */
export function createRandom(seed) {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const below = (limit) => Math.floor(next() * limit);
  return { below, chance: (share) => next() < share, pick: (list) => list[below(list.length)] };
}

/** Mutates a few files of a tree; some of them vanish, move or take another's place. */
export function mutateTree(random, tree, corpus) {
  const mutated = new Map(tree);
  for (let count = 1 + random.below(3); count > 0; count--) {
    const path = random.pick([...tree.keys()]);
    const text = mutated.get(path) ?? "";
    switch (random.below(8)) {
      case 0:
        mutated.delete(path);
        break;
      case 1:
        mutated.set(random.pick([...tree.keys()]), text);
        break;
      case 2:
        mutated.set(
          path.replace(
            /[^/]*$/,
            random.pick(["kustomization.yaml", "é ü.yaml", "Chart.yaml", ".sops.yaml", "a.json"]),
          ),
          text,
        );
        break;
      default:
        mutated.set(path, mutateText(random, text, corpus));
    }
  }
  return mutated.size > 0 ? mutated : tree;
}

/** Mutations multiply; an input much longer than this would only try the memory of this script. */
const longest = 500_000;

/** Mutates a text once up to so many times, each time as characters, as lines or as values. */
export function mutateText(random, text, corpus, times = 4) {
  let mutated = text;
  for (let count = 1 + random.below(times); count > 0 && mutated.length < longest; count--)
    mutated = random.pick([mutateCharacters, mutateLines, mutateValues, mutateValues])(
      random,
      mutated,
      corpus,
    );
  return mutated;
}

function mutateCharacters(random, text) {
  const at = random.below(text.length + 1);
  const length = random.below(random.pick([2, 2, 20, 200]));
  switch (random.below(4)) {
    case 0:
      return text.slice(0, at) + text.slice(at + length);
    case 1:
      return text.slice(0, at) + text.slice(at, at + length).repeat(2) + text.slice(at + length);
    case 2:
      return (
        text.slice(0, at) +
        random.pick(snippets).repeat(random.pick([1, 1, 1, 3, 1000])) +
        text.slice(at)
      );
    default:
      return text.slice(0, at) + String.fromCharCode(random.below(65536)) + text.slice(at + 1);
  }
}

function mutateLines(random, text, corpus) {
  const lines = text.split("\n");
  const at = random.below(lines.length);
  switch (random.below(7)) {
    case 0:
      lines.splice(at, 1 + random.below(3));
      break;
    case 1:
      lines.splice(random.below(lines.length), 0, ...lines.slice(at, at + 1 + random.below(8)));
      break;
    case 2:
      lines[at] = `${" ".repeat(random.below(5))}${lines[at]}`;
      break;
    case 3:
      lines[at] = lines[at].replace(/^ {1,2}/, "");
      break;
    case 4:
      lines.push("---", ...random.pick(corpus).text.split("\n"));
      break;
    case 5:
      lines.splice(at, 0, random.pick(snippets));
      break;
    default:
      return lines.slice(0, at).join("\n");
  }
  return lines.join("\n");
}

function mutateValues(random, text, corpus) {
  const root = { values: readValues(text) };
  const places = listPlaces(root);
  const most = Math.cbrt((100 * longest) / (text.length + 1)); // three may end up in one another
  const grafted = listPlaces({ grafts: readValues(random.pick(corpus).text) });
  for (let count = 1 + random.below(3); count > 0 && places.length > 0; count--)
    mutatePlace(random, random.pick(places), grafted, most);
  const print = random.chance(0.2) ? (value) => JSON.stringify(value, bigintAsNumber) : printYaml;
  const documents = Array.isArray(root.values) ? root.values : [root.values ?? null];
  return `${documents.map((value) => print(value) ?? "").join("\n---\n")}\n`;
}

/** A document that cannot be read has no value. */
function readValues(text) {
  return readYaml("input.yaml", text).documents.map((document) => document.value ?? null);
}

function bigintAsNumber(_key, value) {
  return typeof value === "bigint" ? Number(value) : value;
}

/** Every value below another, as the mapping or list that holds it and its key; some hundreds are enough. */
function listPlaces(root) {
  const places = [];
  const queue = [root];
  for (const parent of queue) {
    for (const key of Object.keys(parent)) {
      if (places.length > 500) return places;
      places.push({ parent, key });
      const child = parent[key];
      if (typeof child === "object" && child !== null) queue.push(child);
    }
  }
  return places;
}

function mutatePlace(random, { parent, key }, grafted, most) {
  if (!Object.hasOwn(parent, key)) return; // an earlier mutation removed it
  const value = parent[key];
  switch (random.below(9)) {
    case 0:
      if (Array.isArray(parent)) parent.splice(Number(key), 1);
      else delete parent[key];
      break;
    case 1:
      if (Array.isArray(parent)) parent.splice(Number(key), 0, structuredClone(value));
      else define(parent, `${key}s`, structuredClone(value));
      break;
    case 2:
      if (!Array.isArray(parent)) define(parent, random.pick(keys), value);
      break;
    case 3:
      parent[key] = nest(random, value, most);
      break;
    case 4:
    case 5: {
      const graft = random.pick(grafted);
      if (graft) parent[key] = structuredClone(graft.parent[graft.key]);
      break;
    }
    case 6:
      if (typeof value === "string") parent[key] = mutateCharacters(random, value);
      break;
    default:
      parent[key] = structuredClone(random.pick(strangers));
  }
}

/** A plain assignment to `__proto__` would change what the mapping is instead of what it holds. */
function define(mapping, key, value) {
  Object.defineProperty(mapping, key, {
    value,
    configurable: true,
    enumerable: true,
    writable: true,
  });
}

/** Puts a value deep into lists and mappings, or many times into one. */
function nest(random, value, most) {
  if (random.chance(0.3))
    return Array.from({ length: Math.min(most, random.pick([2, 100, 2000])) }, () => value);
  let nested = value;
  for (let depth = random.pick([1, 5, 60, 300]); depth > 0; depth--)
    nested = random.chance(0.5) ? [nested] : { [random.pick(keys)]: nested };
  return nested;
}
