import { subdomainFault } from "../../../schema/names.ts";

/** Says what is wrong with the name of a CSI driver. Source: ValidateCSIDriverName of kubernetes pkg/apis/core/validation. */
export function driverFault(name: string): string | undefined {
  return name.length > 63
    ? `has ${name.length} characters; the name of a driver has at most 63`
    : subdomainFault(name.toLowerCase());
}
