import { get, items, type Field } from "../field.ts";

/** @returns the patches of an EnvoyFilter, without those for waypoints, which upstream does not judge yet */
export function configPatches(spec: Field): Field[] {
  return items(get(spec, "configPatches")).filter(
    (patch) => get(patch, "match", "context").value !== "WAYPOINT",
  );
}
