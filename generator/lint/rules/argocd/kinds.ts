import type { Resource } from "../../../core/resource.ts";
import { type Field, get, isFilled, isSet, items } from "../field.ts";

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
