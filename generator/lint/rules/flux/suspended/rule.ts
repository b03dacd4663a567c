import type { Rule } from "../../../../core/rule.ts";
import { get, isTrue } from "../../field.ts";
import { checkEach } from "../../subject.ts";

const KINDS = [
  ...["GitRepository", "OCIRepository", "Bucket", "HelmRepository", "HelmChart"].map(
    (kind) => `${kind}.source.toolkit.fluxcd.io`,
  ),
  ...[
    "Kustomization.kustomize",
    "HelmRelease.helm",
    "Alert.notification",
    "Receiver.notification",
    "ImageRepository.image",
    "ImagePolicy.image",
    "ImageUpdateAutomation.image",
  ].map((kind) => `${kind}.toolkit.fluxcd.io`),
];

export const rule: Rule = {
  name: "flux/suspended",
  severity: "warning",
  summary: "Nothing is left suspended",
  scope: "file",
  check: checkEach(KINDS, (subject) => {
    const suspend = get(subject.spec, "suspend");
    if (isTrue(suspend))
      subject.report(
        suspend,
        `${subject.resource.id.kind} "${subject.resource.id.name}" is suspended, so Flux ignores changes to it; take "suspend" out when you are done`,
      );
  }),
};
