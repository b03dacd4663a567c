import type { Rule } from "../../../../core/rule.ts";
import { get, text } from "../../field.ts";
import { checkEach } from "../../subject.ts";

/** Source: internal/controller/helmrepository_controller.go and helmchart_controller.go of fluxcd/source-controller. */
export const rule: Rule = {
  name: "flux/helm-repository",
  severity: "error",
  summary: "A HelmRepository's URL is of the type that it has",
  scope: "file",
  check: checkEach(["HelmRepository.source.toolkit.fluxcd.io"], (subject) => {
    const url = get(subject.spec, "url");
    const value = text(url);
    if (!value) return;
    const isOci = value.startsWith("oci://");
    const type = get(subject.spec, "type").value ?? "default";
    if (isOci && type === "default")
      subject.fail(url, `"${value}" is an OCI registry, which needs type: oci`);
    if (!isOci && type === "oci")
      subject.fail(
        url,
        `the URL of a HelmRepository of type oci begins with oci://, and "${value}" does not`,
      );
  }),
};
