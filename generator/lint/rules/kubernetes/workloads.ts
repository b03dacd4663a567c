import type { Resource } from "../../../core/resource.ts";
import type { RuleContext } from "../../../core/rule.ts";
import { type Field, get, isSet, items } from "../field.ts";

/** Where each kind that makes Pods keeps its Pod template. */
export const TEMPLATES: Readonly<Record<string, readonly string[]>> = {
  Pod: [],
  ReplicationController: ["spec", "template"],
  "Deployment.apps": ["spec", "template"],
  "ReplicaSet.apps": ["spec", "template"],
  "StatefulSet.apps": ["spec", "template"],
  "DaemonSet.apps": ["spec", "template"],
  "Job.batch": ["spec", "template"],
  "CronJob.batch": ["spec", "jobTemplate", "spec", "template"],
  "Rollout.argoproj.io": ["spec", "template"],
};

export const WORKLOAD_KINDS: readonly string[] = Object.keys(TEMPLATES);

/** A Pod, or the template of the Pods that a workload makes. */
export interface Workload {
  resource: Resource;
  namespace: string | undefined;
  /** metadata and spec of the Pod. */
  template: Field;
  labels: unknown;
  spec: Field;
}

/** @returns everything among the resources that makes Pods, in order; pass `{ resources: context.present }` to count charts in */
export function workloadsOf(context: Pick<RuleContext, "resources">): Workload[] {
  return WORKLOAD_KINDS.flatMap((kind) =>
    context.resources(kind).flatMap((resource) => {
      const template = get({ path: [], value: resource.data }, ...TEMPLATES[kind]!);
      const spec = get(template, "spec");
      return isSet(spec) || kind === "Pod"
        ? [
            {
              resource,
              namespace: resource.id.namespace,
              template,
              labels: get(template, "metadata", "labels").value,
              spec,
            },
          ]
        : [];
    }),
  );
}

/** @returns a Pod's containers of all sorts, each with the list that it stands in */
export function containersOf(spec: Field): { list: string; field: Field }[] {
  return ["initContainers", "containers", "ephemeralContainers"].flatMap((list) =>
    items(get(spec, list)).map((field) => ({ list, field })),
  );
}

/** Does a plain `key: value` selector, as a Service has it, select these labels? An empty one selects nothing. */
export function selectsPlainly(selector: unknown, labels: unknown): boolean {
  const wanted = Object.entries((selector ?? {}) as Record<string, unknown>);
  const has = (labels ?? {}) as Record<string, unknown>;
  return wanted.length > 0 && wanted.every(([key, value]) => has[key] === value);
}
