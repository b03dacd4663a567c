import { join } from "node:path";
import { kindOf } from "../disk/assets.ts";
import { SHIPPED_PACKS } from "../disk/packs.ts";
import { readText } from "../disk/read.ts";
import { readSources } from "../schema/convert/sources.ts";
import { readYaml } from "../yaml/read.ts";
import { UsageError } from "./command.ts";

/**
 * Makes sure that there are packs of a Kubernetes minor, so that no other minor's are taken for them.
 * @param minor such as `1.36`
 * @param folders pack folders of the user's, which may hold a `kubernetes-<minor>/`
 * @throws UsageError that names the minors that there are
 */
export function requireMinor(minor: string, folders: readonly string[]): void {
  if (folders.some((folder) => kindOf(join(folder, `kubernetes-${minor}`)) === "folder")) return;
  const minors = shippedMinors();
  if (minors.includes(minor)) return;
  throw new UsageError(
    `--kubernetes ${minor}: there are schemas of the built-in kinds of ${minors.join(", ")}`,
  );
}

function shippedMinors(): string[] {
  const text = readText(SHIPPED_PACKS, "sources.yaml").text ?? "";
  return readSources(readYaml("sources.yaml", text).documents[0]?.value)
    .modules.filter(({ openapi }) => openapi !== undefined)
    .map(({ version }) => version.replace(/^v(\d+\.\d+)\..*$/, "$1"))
    .toSorted((a, b) => Number(a.slice(2)) - Number(b.slice(2)));
}
