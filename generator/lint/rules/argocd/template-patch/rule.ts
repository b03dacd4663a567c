import { isMapping } from "../../../../core/json.ts";
import type { Rule } from "../../../../core/rule.ts";
import { readYaml } from "../../../../yaml/read.ts";
import { get } from "../../field.ts";
import { checkEach } from "../../subject.ts";
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
    const [document, ...more] = readYaml("templatePatch", value).documents;
    const problem = document?.problems.find(({ severity }) => severity === "error");
    if (problem)
      subject.fail(
        field,
        `the patch cannot be read: ${problem.message} (its line ${problem.at.line})`,
      );
    else if (!document || more.length > 0 || !isMapping(document.value))
      subject.fail(
        field,
        "the patch must be one mapping, such as metadata or spec of an Application",
      );
  }),
};
