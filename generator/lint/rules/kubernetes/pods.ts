import { isObject, mappingsIn } from "./checks.ts";
import { groupKindOf } from "../../../core/resource.ts";
import type { RuleContext } from "../../../core/rule.ts";
import { type Field, get, isSet } from "../field.ts";
import { checkEach, type Subject } from "../subject.ts";
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
    if (isObject(spec)) visit({ subject, kind, metadata: get(template, "metadata"), spec });
  });
}

/** Fields on the way to a Pod whose absence the schemas do not report; a Pod without them has no containers. */
const UNREPORTED: ReadonlySet<string> = new Set([
  "Pod spec",
  "Job.batch spec",
  "CronJob.batch spec/jobTemplate/spec",
  "PodTemplate template",
  "ReplicaSet.apps spec/template",
  "ReplicationController spec",
  "ReplicationController spec/template",
]);

/** Makes the check of a rule that looks for workloads without any Pod: visits the field that is missing. */
export function checkWithoutPod(visit: (subject: Subject, missing: Field) => void) {
  return checkEach(Object.keys(PLACES), (subject) => {
    const kind = groupKindOf(subject.resource.id);
    const place = PLACES[kind]!.length === 0 ? ["spec"] : [...PLACES[kind]!, "spec"];
    const root: Field = { path: [], value: subject.resource.data };
    for (let length = 1; length <= place.length; length++) {
      const field = get(root, ...place.slice(0, length));
      if (isSet(field)) continue;
      const last = length === place.length && place.length > 1;
      if (last || UNREPORTED.has(`${kind} ${place.slice(0, length).join("/")}`))
        visit(subject, field);
      return;
    }
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
    mappingsIn(get(spec, list)).map((field) => ({
      field,
      list,
      lasting:
        list === "containers" ||
        (list === "initContainers" && get(field, "restartPolicy").value === "Always"),
    })),
  );
}
