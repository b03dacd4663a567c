import type { Rule } from "../../../../core/rule.ts";
import { checkEach } from "../../subject.ts";
import { KUSTOMIZATION } from "../kinds.ts";

export const rule: Rule = {
  name: "flux/kustomization-file",
  severity: "error",
  summary: "A Flux Kustomization does not lie in a file that kustomize takes for its own",
  scope: "file",
  check: checkEach([KUSTOMIZATION], (subject) => {
    if (!/(^|\/)(kustomization\.ya?ml|Kustomization)$/.test(subject.resource.file)) return;
    const message =
      "this is Flux's Kustomization in a file that kustomize reads as its own; rename the file, such as to sync.yaml, or write apiVersion kustomize.config.k8s.io/v1beta1";
    subject.fail({ path: ["apiVersion"], value: undefined }, message);
  }),
};
