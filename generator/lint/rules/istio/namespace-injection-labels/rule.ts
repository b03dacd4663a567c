import type { Rule } from "../../../../core/rule.ts";
import { get, isSet, text } from "../../field.ts";
import { checkEach } from "../../subject.ts";

const INJECTION = "istio-injection";
const OTHERS = ["istio.io/rev", "istio.io/dataplane-mode"];

/** Source: the analyzer injection.Analyzer of istio/istio. */
export const rule: Rule = {
  name: "istio/namespace-injection-labels",
  severity: "warning",
  summary: "A Namespace has one label that says how it joins the mesh",
  aliases: ["IST0123"],
  scope: "file",
  check: checkEach(["Namespace"], (subject) => {
    if (get(subject.metadata, "name").value === "istio-system") return;
    const labels = get(subject.metadata, "labels");
    const injection = get(labels, INJECTION);
    const enabled = !isSet(injection) || injection.value === "enabled";
    const given = [
      injection,
      ...OTHERS.map((key) => get(labels, key)).filter(() => enabled),
    ].filter(isSet);
    if (given.length < 2) return;
    const names = given.map((label) => `${label.path.at(-1)}=${text(label) ?? "..."}`);
    subject.report(
      given[1]!,
      `labels ${names.join(", ")} say different things about injection; keep one of them`,
      { part: "key" },
    );
  }),
};
