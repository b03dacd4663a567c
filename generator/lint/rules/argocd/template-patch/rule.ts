import { isMapping } from "../../../../core/json.ts";
import type { Rule } from "../../../../core/rule.ts";
import { get } from "../../field.ts";
import { checkEach } from "../../subject.ts";
import { readEmbedded } from "../embedded.ts";
import { APPLICATION_SET } from "../kinds.ts";

/** Source: applyTemplatePatch of argoproj/argo-cd applicationset/controllers/template. */
export const rule: Rule = {
  name: "argocd/template-patch",
  severity: "error",
  summary: "An ApplicationSet's templatePatch is a part of an Application",
  scope: "file",
  check: checkEach([APPLICATION_SET], (subject) => {
    const field = get(subject.spec, "templatePatch");
    const { value } = field;
    if (typeof value !== "string" || value.trim() === "" || value.includes("{{")) return;
    const patch = readEmbedded(value);
    if (patch.problem) subject.fail(field, `the patch cannot be read: ${patch.problem}`);
    else if (patch.value !== undefined && !isMapping(patch.value))
      subject.fail(
        field,
        "the patch must be one mapping, such as metadata or spec of an Application",
      );
    else if (patch.isMore)
      subject.warn(field, "only the first document of the patch is read; make them one mapping");
    if (patch.doubt) subject.warn(field, `the patch says something twice: ${patch.doubt}`);
  }),
};
