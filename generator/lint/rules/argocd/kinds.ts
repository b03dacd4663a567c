import type { Resource } from "../../../core/resource.ts";
import {
  entriesWithin,
  type Field,
  get,
  isBlank,
  isFilled,
  isSet,
  items,
  text,
  texts,
} from "../field.ts";

/** Argo CD's kinds, as rules name them. */
export const APPLICATION = "Application.argoproj.io";
export const APPLICATION_SET = "ApplicationSet.argoproj.io";
export const APP_PROJECT = "AppProject.argoproj.io";

export function specOf(resource: Resource): Field {
  return get({ path: [], value: resource.data }, "spec");
}

/** The spec of an Application, or of the Applications that an ApplicationSet makes. */
export function applicationSpec(resource: Resource): Field {
  const spec = specOf(resource);
  return resource.id.kind === "ApplicationSet" ? get(spec, "template", "spec") : spec;
}

/** @returns the sources that count: `sources` where it is filled, else `source` */
export function sourcesOf(spec: Field): Field[] {
  const many = get(spec, "sources");
  if (isFilled(many)) return items(many);
  const one = get(spec, "source");
  return isSet(one) ? [one] : [];
}

/**
 * May more than the template decide what an Application of this ApplicationSet says? A templatePatch and a generator's own template are
 * laid over it, so what it lacks may come from them.
 */
export function isOverlaid(resource: Resource): boolean {
  if (resource.id.kind !== "ApplicationSet") return false;
  const spec = specOf(resource);
  if (!isBlank(get(spec, "templatePatch"))) return true;
  const within = items(get(spec, "generators")).flatMap(entriesWithin);
  return within.some(({ key, field }) => key === "template" && isFilled(field));
}

/** @returns the values files of a chart, and the files that its parameters are read from */
export function chartFiles(source: Field): { value: string; field: Field }[] {
  const helm = get(source, "helm");
  return [
    ...texts(get(helm, "valueFiles")),
    ...items(get(helm, "fileParameters")).flatMap((parameter) => {
      const field = get(parameter, "path");
      const value = text(field);
      return value === undefined ? [] : [{ value, field }];
    }),
  ];
}
