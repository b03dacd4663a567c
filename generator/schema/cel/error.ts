/** An expression cannot be evaluated on the data at hand; the API server refuses the object then. */
export class CelError extends Error {}

/** @returns an error that no function of this name takes such values */
export function noOverload(name: string): CelError {
  return new CelError(`no such overload: ${name}`);
}
