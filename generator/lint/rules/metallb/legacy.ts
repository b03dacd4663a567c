import type { Resource } from "../../../core/resource.ts";
import { get, text } from "../field.ts";

/** Is this the ConfigMap that MetalLB before 0.13 is configured by? */
export function isLegacyConfig(resource: Resource): boolean {
  const config = text(get({ path: [], value: resource.data }, "data", "config"));
  return (
    resource.id.name === "config" &&
    config !== undefined &&
    /^(address-pools|peers|bgp-communities|bfd-profiles):/m.test(config)
  );
}
