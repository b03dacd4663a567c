import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmdirSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { isMapping } from "../core/json.ts";
import { whyRefused } from "./errors.ts";

/** A module's files, and the `h1:` sum over all of them. */
export type ModuleFolder =
  | { folder: string; sum: string }
  | { problem: string; isGoMissing?: true };

/**
 * Downloads a Go module outside of any module graph, so that no version moves another. Go's own settings (GOPROXY, GOSUMDB,
 * GOMODCACHE) are the user's.
 * @param environment variables of the run: PATH to find Go, and Go's settings
 * @returns where it lies and its sum, or why not, such as that Go is missing
 */
export async function downloadModule(
  module: string,
  version: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<ModuleFolder> {
  const outside = mkdtempSync(join(tmpdir(), "meshwright-"));
  try {
    const env = { ...environment, GOFLAGS: "-mod=mod", GOWORK: "off" };
    const args = ["mod", "download", "-json", `${module}@${version}`];
    const { stdout } = await promisify(execFile)("go", args, { cwd: outside, env });
    return readAnswer(stdout);
  } catch (error) {
    return explainFailure(error);
  } finally {
    rmdirSync(outside);
  }
}

/** Go answers with JSON on success and on failure; `Error` may stand beside a download that worked, for a version that is too new. */
function readAnswer(stdout: string): ModuleFolder {
  const answer: unknown = JSON.parse(stdout);
  if (!isMapping(answer)) return { problem: "go mod download gave no answer" };
  if (typeof answer.Error === "string") return { problem: answer.Error };
  return { folder: String(answer.Dir), sum: String(answer.Sum) };
}

function explainFailure(error: unknown): ModuleFolder {
  if (!(error instanceof Error)) throw error;
  if ("code" in error && error.code === "ENOENT")
    return {
      problem: "Go is not installed; it is needed to download modules (https://go.dev/dl)",
      isGoMissing: true,
    };
  if (!("stdout" in error)) throw error;
  if (String(error.stdout).startsWith("{")) return readAnswer(String(error.stdout));
  return {
    problem: `go mod download failed: ${String((error as { stderr?: unknown }).stderr).trim()}`,
  };
}

/**
 * Computes the `h1:` sum of a module that lies on disk, as go.sum has it.
 * @param folder the module's root, without anything that its zip does not hold
 * @returns the sum, or why the folder cannot be read
 * Source: golang.org/x/mod `sumdb/dirhash` Hash1
 */
export function sumModule(folder: string, module: string, version: string): ModuleFolder {
  try {
    const lines = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => {
        const file = join(entry.parentPath, entry.name);
        const path = file.slice(folder.length).replaceAll("\\", "/").replace(/^\/*/, "");
        const name = Buffer.from(`${module}@${version}/${path}`);
        return { name, hash: createHash("sha256").update(readFileSync(file)).digest("hex") };
      })
      .toSorted((a, b) => Buffer.compare(a.name, b.name));
    const sum = createHash("sha256");
    for (const { name, hash } of lines) sum.update(`${hash}  ${name.toString()}\n`);
    return { folder, sum: `h1:${sum.digest("base64")}` };
  } catch (error) {
    const reason = whyRefused(error);
    if (reason === undefined) throw error;
    return { problem: `${folder}: ${reason}` };
  }
}
