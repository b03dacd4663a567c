import fc from "fast-check";

/**
 * Properties draw the same cases on every machine, so that green means the same everywhere. `SEED=random npm test` looks further; a failure
 * prints its seed.
 */
const seed = process.env["SEED"] ?? "20261123";
if (seed !== "random") fc.configureGlobal({ seed: Number(seed) });
