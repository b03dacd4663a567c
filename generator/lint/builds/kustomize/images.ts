import { isMapping } from "../../../core/json.ts";
import { valueAt } from "../../../core/path.ts";
import type { Path } from "../../../core/path.ts";
import { findFields, splitSpecPath } from "./field-specs.ts";
import type { Config } from "./field-specs.ts";
import { kindOf, setValue, textOf } from "./item.ts";
import type { Item } from "./item.ts";
import { mappingsOf } from "./kustomization.ts";
import type { Kustomization } from "./kustomization.ts";
import { noteImage } from "../rules/kustomize/unused-image/rule.ts";
import { compileAnchored } from "./selector.ts";
import type { Scope } from "./scope.ts";
import { within } from "./source.ts";
import type { Source } from "./source.ts";
import { specsFor } from "./transform.ts";

/** Applies images to every container of every object, wherever it is, and to the fields that the config names. */
export function applyImages(
  scope: Scope,
  kustomization: Kustomization,
  config: Config,
  items: readonly Item[],
): void {
  const entries = [
    ...mappingsOf(kustomization, "images"),
    ...mappingsOf(kustomization, "imageTags"),
  ];
  if (entries.length === 0) return;
  const used = new Set<Source>();
  const names = new Set<string>();
  for (const item of items) {
    if (kindOf(item) === "CustomResourceDefinition") continue;
    const paths: Path[] = [];
    collectContainers(item.data, [], paths);
    const seen = new Set(paths.map((path) => path.join("/")));
    for (const spec of specsFor(config.images, item)) {
      for (const path of findFields(item.data, splitSpecPath(spec.path), false).paths)
        if (!seen.has(path.join("/"))) paths.push(path);
    }
    for (const { value, source } of entries) {
      const matches = compileAnchored(
        `${textOf(value["name"])}(:[a-zA-Z0-9_.{}-]*)?(@sha256:[a-zA-Z0-9_.{}-]*)?`,
      );
      for (const path of paths) {
        const image = valueAt(item.data, path);
        if (typeof image !== "string") continue;
        names.add(splitImage(image).name);
        if (!matches?.(image)) continue;
        used.add(source);
        const changed = changeImage(image, value);
        if (changed !== image) setValue(item, path, changed, source);
      }
    }
  }
  for (const { value, source } of entries) {
    noteImage(scope, textOf(value["name"]), names, within(source, "name"), used.has(source));
  }
}

function collectContainers(value: unknown, path: Path, paths: Path[]): void {
  if (Array.isArray(value))
    value.forEach((element, index) => collectContainers(element, [...path, index], paths));
  if (!isMapping(value)) return;
  for (const [key, child] of Object.entries(value)) {
    if (typeof child !== "object" || child === null) continue;
    collectContainers(child, [...path, key], paths);
    if ((key !== "containers" && key !== "initContainers") || !Array.isArray(child)) continue;
    child.forEach((element, index) => {
      if (isMapping(element) && Object.hasOwn(element, "image"))
        paths.push([...path, key, index, "image"]);
    });
  }
}

function changeImage(image: string, entry: Readonly<Record<string, unknown>>): string {
  let { name, tag, digest } = splitImage(image);
  const read = (key: string) => textOf(entry[key]);
  if (read("newName") !== "") name = read("newName");
  if (read("newTag") !== "") {
    tag = read("newTag");
    digest = read("digest");
  } else if (read("digest") !== "") {
    tag = "";
    digest = read("digest");
  } else if (read("tagSuffix") !== "") {
    tag += read("tagSuffix");
    digest = "";
  }
  return name + (tag === "" ? "" : `:${tag}`) + (digest === "" ? "" : `@${digest}`);
}

/** Splits `registry:5000/name:tag@digest`. */
export function splitImage(image: string): { name: string; tag: string; digest: string } {
  const slash = image.indexOf("/");
  const from = slash > 0 ? slash : 0;
  const at = image.indexOf("@", from);
  const colon = image.indexOf(":", from);
  if (at < 0 && colon < 0) return { name: image, tag: "", digest: "" };
  if (at >= 0 && (colon < 0 || at < colon))
    return { name: image.slice(0, at), tag: "", digest: image.slice(at + 1) };
  if (at >= 0)
    return {
      name: image.slice(0, colon),
      tag: image.slice(colon + 1, at),
      digest: image.slice(at + 1),
    };
  return { name: image.slice(0, colon), tag: image.slice(colon + 1), digest: "" };
}
