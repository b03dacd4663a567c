import { dirname } from "node:path/posix";
import type { Rule } from "../../../../core/rule.ts";
import { get, text } from "../../field.ts";
import { checkEach } from "../../subject.ts";
import { KUSTOMIZATION } from "../kinds.ts";

/** Source: docs/installation/bootstrap of fluxcd/website: `flux bootstrap --path` writes `<path>/flux-system/gotk-sync.yaml`. */
export const rule: Rule = {
  name: "flux/bootstrap-path",
  severity: "warning",
  summary: "The Kustomization that bootstrap makes applies the folder that it lies in",
  scope: "file",
  check: checkEach([KUSTOMIZATION], (subject) => {
    const { file, id } = subject.resource;
    const path = get(subject.spec, "path");
    const value = text(path);
    if (!file.endsWith("/gotk-sync.yaml") || id.name !== "flux-system" || value === undefined)
      return;
    const wanted = value.replace(/^[./]+|\/+$/g, "");
    const folder = dirname(file);
    if (wanted === "" || folder === wanted || folder.startsWith(`${wanted}/`)) return;
    subject.report(
      path,
      `path ${value} does not hold this file, so Flux does not follow what is changed in ${folder}; write ./${dirname(folder)}`,
    );
  }),
};
