import { ANNOTATIONS, type AnnotationInfo } from "./annotations-data.ts";
import { isMapping } from "../../../core/json.ts";
import { get, type Field } from "../field.ts";
import type { Subject } from "../subject.ts";

/** The kinds that istioctl's analyzer looks at, and those whose pods it finds on a cluster. */
const ANNOTATED_KINDS = ["Namespace", "Service", "Pod", "Deployment.apps"];
const TEMPLATED_KINDS = ["StatefulSet.apps", "DaemonSet.apps", "Job.batch"];
export const POD_KINDS = [...ANNOTATED_KINDS, ...TEMPLATED_KINDS];

/** An annotation of Istio, on the kind that it will be on. */
export interface Annotation {
  readonly name: string;
  readonly kind: string;
  readonly field: Field;
  /** Absent where Istio knows no such annotation. */
  readonly info: AnnotationInfo | undefined;
}

/** What Istio sets itself; copies of live objects have it. */
const SET_BY_ISTIO = new Set([
  "sidecar.istio.io/status",
  "gateway.istio.io/controller-version",
  "istio.io/rev",
]);

/**
 * Finds the annotations of Istio on a resource and on the pods that it makes.
 * Source: the analyzer annotations.K8sAnalyzer of istio/istio.
 */
export function istioAnnotations(subject: Subject): Annotation[] {
  const { kind } = subject.resource.id;
  const own = TEMPLATED_KINDS.some((templated) => templated.startsWith(`${kind}.`))
    ? []
    : collect(get(subject.metadata, "annotations"), kind);
  return [...own, ...collect(get(subject.spec, "template", "metadata", "annotations"), "Pod")];
}

function collect(annotations: Field, kind: string): Annotation[] {
  // A null is there: the API server makes it the empty text
  return (isMapping(annotations.value) ? Object.keys(annotations.value) : [])
    .filter((key) => isIstio(key) && !SET_BY_ISTIO.has(key))
    .map((key) => ({
      name: key,
      kind,
      field: get(annotations, key),
      info: Object.hasOwn(ANNOTATIONS, key) ? ANNOTATIONS[key] : undefined,
    }));
}

function isIstio(name: string): boolean {
  return name === "kubernetes.io/ingress.class" || name.split("/")[0]!.endsWith("istio.io");
}

/** @returns whether the annotation may stand on its kind */
export function isInPlace({ info, kind }: Annotation): boolean {
  return info === undefined || info.kinds.includes("Any") || info.kinds.includes(kind);
}
