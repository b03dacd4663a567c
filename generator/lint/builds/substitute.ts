import { asText, isMapping, listOf } from "../../core/json.ts";
import type { Build } from "../../core/build.ts";
import type { Finding } from "../../core/finding.ts";
import type { Path } from "../../core/path.ts";
import type { Resource } from "../../core/resource.ts";
import { substituteVariables } from "./envsubst.ts";
import type { FluxContext } from "./flux.ts";
import type { Known } from "./known.ts";
import { describeUnreadable } from "./rules/flux/substitution/rule.ts";
import { describeUndefined } from "./rules/flux/variable-defined/rule.ts";

const DISABLED = "kustomize.toolkit.fluxcd.io/substitute";

interface Outcome {
  readonly problems: Finding[];
  /** Does some object use a variable that may be defined where the repository does not show it? */
  usesUnknown: boolean;
}

interface Variables {
  readonly values: ReadonlyMap<string, string>;
  /** Can there be variables that the repository does not show? */
  readonly open: boolean;
  readonly partial: Build["partial"][number][];
}

/** Replaces `${VAR}` in everything that a Flux Kustomization applies, when its postBuild defines variables. */
export function substituteBuild(
  owner: Resource,
  spec: Readonly<Record<string, unknown>>,
  build: Build,
  context: FluxContext,
): { build: Build; problems: Finding[] } {
  const postBuild = isMapping(spec["postBuild"]) ? spec["postBuild"] : undefined;
  if (!postBuild) return { build, problems: [] };
  const variables = collectVariables(owner, postBuild, build.resources, context.known);
  if (
    variables.values.size === 0 &&
    !variables.open &&
    postBuild["substituteStrategy"] !== "Always"
  )
    return { build, problems: [] };
  const outcome: Outcome = { problems: [], usesUnknown: false };
  const resources = build.resources.map((resource) =>
    substituteResource(resource, variables, context, outcome),
  );
  const partial = outcome.usesUnknown ? [...build.partial, ...variables.partial] : build.partial;
  return { build: { ...build, resources, partial }, problems: outcome.problems };
}

/** A chart whose webhook adds variables of its own choice to every Flux Kustomization that is created or changed. */
const CHART = "kustomize-mutating-webhook";

/** Does an object let something on the cluster add variables to Flux Kustomizations, so that their files do not show them all? */
export function addsVariables({ id, data }: Resource): boolean {
  const spec = isMapping(data["spec"]) ? data["spec"] : {};
  if (id.kind === "OCIRepository") return asText(spec["url"]).endsWith(`/${CHART}`);
  if (id.kind === "HelmRelease") {
    const chart = isMapping(spec["chart"]) ? spec["chart"]["spec"] : undefined;
    return isMapping(chart) && chart["chart"] === CHART;
  }
  const matches = isMapping(spec["matchConstraints"]) ? spec["matchConstraints"] : {};
  const rules =
    id.kind === "MutatingWebhookConfiguration"
      ? listOf(data["webhooks"]).flatMap((webhook) =>
          isMapping(webhook) ? listOf(webhook["rules"]) : [],
        )
      : id.kind === "MutatingAdmissionPolicy"
        ? listOf(matches["resourceRules"])
        : [];
  return rules.some(
    (rule) => isMapping(rule) && listOf(rule["resources"]).includes("kustomizations"),
  );
}

function collectVariables(
  owner: Resource,
  postBuild: Readonly<Record<string, unknown>>,
  built: readonly Resource[],
  known: Known,
): Variables {
  const values = new Map<string, string>();
  const partial: Build["partial"][number][] = [];
  let open = false;
  listOf(postBuild["substituteFrom"]).forEach((reference, index) => {
    if (!isMapping(reference)) return;
    const at = owner.locate(["spec", "postBuild", "substituteFrom", index]);
    const { kind, name } = reference;
    const source = [...built, ...known.named(kind, name)].find(
      ({ id }) =>
        id.kind === kind &&
        id.apiVersion === "v1" &&
        id.name === name &&
        (id.namespace ?? owner.id.namespace) === owner.id.namespace,
    );
    if (!source) {
      open = true;
      partial.push({
        reason: `${asText(kind)} ${asText(name)} with variables is not in this repository`,
        at,
      });
      return;
    }
    for (const [key, value] of readData(source)) {
      if (value === undefined) {
        open = true;
        partial.push({ reason: `the values of ${asText(kind)} ${asText(name)} are encrypted`, at });
        break;
      }
      values.set(key, value.replaceAll("\n", ""));
    }
  });
  for (const [key, value] of Object.entries(
    isMapping(postBuild["substitute"]) ? postBuild["substitute"] : {},
  ))
    values.set(key, asText(value).replaceAll("\n", ""));
  return { values, open, partial };
}

/** The keys of a ConfigMap or Secret; without a value where SOPS hides it. */
function readData(source: Resource): [string, string | undefined][] {
  const encrypted = isMapping(source.data["sops"]);
  const read = (field: string, decode: (value: string) => string) =>
    Object.entries(isMapping(source.data[field]) ? source.data[field] : {}).map(
      ([key, value]): [string, string | undefined] => {
        const text = asText(value);
        return [key, encrypted && text.startsWith("ENC[") ? undefined : decode(text)];
      },
    );
  if (source.id.kind === "ConfigMap") return read("data", (value) => value);
  return [
    ...read("data", (value) => Buffer.from(value, "base64").toString("utf8")),
    ...read("stringData", (value) => value),
  ];
}

function substituteResource(
  resource: Resource,
  variables: Variables,
  context: FluxContext,
  outcome: Outcome,
): Resource {
  const metadata = isMapping(resource.data["metadata"]) ? resource.data["metadata"] : {};
  for (const field of ["labels", "annotations"])
    if (isMapping(metadata[field]) && metadata[field][DISABLED] === "disabled") return resource;
  const substitute = (text: string, path: Path): unknown => {
    const result = substituteVariables(text, (name) => variables.values.get(name));
    if ("text" in result) return result.text === text ? text : reread(text, result.text, context);
    if (result.variable === undefined) {
      outcome.problems.push(describeUnreadable(resource, path, result.problem));
    } else if (variables.open) outcome.usesUnknown = true;
    else outcome.problems.push(describeUndefined(resource, path, result.variable));
    return text;
  };
  const data = mapStrings(resource.data, [], substitute) as Record<string, unknown>;
  if (data === resource.data) return resource;
  const { name, namespace } = isMapping(data["metadata"]) ? data["metadata"] : {};
  const id = {
    ...resource.id,
    name: asText(name ?? resource.id.name),
    ...(typeof namespace === "string" ? { namespace } : {}),
  };
  return { ...resource, id, data, changed: true };
}

/** Copies only what changes. */
function mapStrings(
  value: unknown,
  path: Path,
  change: (text: string, path: Path) => unknown,
): unknown {
  if (typeof value === "string") return value.includes("$") ? change(value, path) : value;
  if (Array.isArray(value)) {
    let copy: unknown[] | undefined;
    value.forEach((element, index) => {
      const changed = mapStrings(element, [...path, index], change);
      if (changed !== element) (copy ??= [...value])[index] = changed;
    });
    return copy ?? value;
  }
  if (!isMapping(value)) return value;
  let copy: Record<string, unknown> | undefined;
  for (const [key, child] of Object.entries(value)) {
    const changed = mapStrings(child, [...path, key], change);
    const name = key.includes("${") ? change(key, [...path, key]) : key;
    if (changed === child && name === key) continue;
    copy ??= { ...value };
    if (name !== key) delete copy[key];
    copy[asText(name)] = changed;
  }
  return copy ?? value;
}

/**
 * The controller substitutes in YAML without quotes and reads that again: a text that was one plain line may become a number, a
 * boolean or a structure. A text that YAML must quote, or of several lines, stays a text.
 */
function reread(before: string, after: string, { tree }: FluxContext): unknown {
  if (before.includes("\n") || needsQuotes(before)) return after;
  if (/^[A-Za-z][\w./-]*$/.test(after) && !/^(?:true|false|yes|no|on|off|y|n|null)$/i.test(after))
    return after;
  const [document] = tree.parseText("substituted", `value: ${after}\n`).documents;
  if (!document || document.problems.length > 0 || !isMapping(document.value)) return after;
  return document.value["value"];
}

function needsQuotes(text: string): boolean {
  return text === "" || /^[\s!&*?|>@`"'%#{}[\],:-]|: | #|:$|\s$|\t/.test(text);
}
