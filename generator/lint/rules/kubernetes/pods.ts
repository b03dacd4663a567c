import { groupKindOf } from "../../../core/resource.ts";
import type { RuleContext } from "../../../core/rule.ts";
import { type Field, get, isSet, items } from "../istio/field.ts";
import { checkEach, type Subject } from "../istio/subject.ts";
import { TEMPLATES } from "./workloads.ts";

/** A Pod or Pod template of a built-in kind, as its API server checks it. */
export interface Pod {
  readonly subject: Subject;
  /** Such as `Deployment.apps`. */
  readonly kind: string;
  readonly metadata: Field;
  readonly spec: Field;
}

export type ContainerList = "containers" | "initContainers" | "ephemeralContainers";

export interface Container {
  readonly field: Field;
  readonly list: ContainerList;
  /** May it have probes and a lifecycle? An init container may when it is restarted always. */
  readonly lasting: boolean;
}

/** Kinds whose Pods kube-apiserver checks by hand. */
const PLACES: Readonly<Record<string, readonly string[]>> = {
  ...Object.fromEntries(Object.entries(TEMPLATES).filter(([kind]) => !kind.endsWith(".io"))),
  PodTemplate: ["template"],
};

/** Makes the check of a rule that looks at Pods and Pod templates, wherever they stand. */
export function checkPods(visit: (pod: Pod) => void): (context: RuleContext) => void {
  return checkEach(Object.keys(PLACES), (subject) => {
    const kind = groupKindOf(subject.resource.id);
    const template = get({ path: [], value: subject.resource.data }, ...PLACES[kind]!);
    const spec = get(template, "spec");
    if (isSet(spec)) visit({ subject, kind, metadata: get(template, "metadata"), spec });
  });
}

/** Makes the check of a rule that looks at containers of all sorts, each with its Pod. */
export function checkContainers(visit: (container: Container, pod: Pod) => void) {
  return checkPods((pod) => {
    for (const container of containersIn(pod.spec)) visit(container, pod);
  });
}

/** @returns a Pod's containers, in the order in which the API server looks at them */
export function containersIn(spec: Field): Container[] {
  const lists: ContainerList[] = ["containers", "initContainers", "ephemeralContainers"];
  return lists.flatMap((list) =>
    items(get(spec, list)).map((field) => ({
      field,
      list,
      lasting:
        list === "containers" ||
        (list === "initContainers" && get(field, "restartPolicy").value === "Always"),
    })),
  );
}
