import type { JsonSchema } from "../types.ts";

/** Where the OpenAPI of a Kubernetes version says more than its API server enforces. */
export interface NativeQuirks {
  /** Type → fields that OpenAPI calls required, though Go decodes their absence to a value that validation takes. */
  readonly optional: Readonly<Record<string, readonly string[]>>;
}

const ANYTHING: JsonSchema = { "x-kubernetes-preserve-unknown-fields": true };

/**
 * Types of Go that read their JSON themselves.
 * - Quantity takes a string or a number; `format: quantity` marks it for the check of its syntax.
 * - IntOrString takes an int32 or a string.
 * - RawExtension and apiextensions JSON take anything; FieldsV1 an object of any fields.
 * - JSONSchemaPropsOrArray is an object in practice: the API server refuses the list form in `items`.
 */
const WELL_KNOWN: Readonly<Record<string, JsonSchema>> = {
  "io.k8s.apimachinery.pkg.api.resource.Quantity": {
    type: ["string", "number"],
    format: "quantity",
  },
  "io.k8s.apimachinery.pkg.util.intstr.IntOrString": {
    anyOf: [{ type: "integer", format: "int32" }, { type: "string" }],
    "x-kubernetes-int-or-string": true,
  },
  "io.k8s.apimachinery.pkg.apis.meta.v1.Time": { type: "string", format: "date-time" },
  "io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime": { type: "string", format: "date-time" },
  "io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1": { type: "object", ...ANYTHING },
  "io.k8s.apimachinery.pkg.runtime.RawExtension": ANYTHING,
  "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSON": ANYTHING,
  "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrArray": ANYTHING,
  "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrBool": ANYTHING,
  "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.JSONSchemaPropsOrStringArray": ANYTHING,
};

/** @returns the schema of a type whose OpenAPI does not tell what its Go type decodes, or undefined */
export function wellKnownType(name: string): JsonSchema | undefined {
  return WELL_KNOWN[name];
}

/**
 * Fields whose absence a kube-apiserver 1.37 takes in a dry run, though its OpenAPI calls them required: zero means something, or
 * nothing looks. A finding there would be a false alarm.
 */
export const KUBERNETES_QUIRKS: NativeQuirks = {
  optional: {
    "io.k8s.api.apps.v1.ControllerRevision": ["revision"],
    "io.k8s.api.batch.v1.PodFailurePolicy": ["rules"],
    "io.k8s.api.core.v1.Event": ["involvedObject"],
    "io.k8s.api.core.v1.EvictionResponder": ["name", "priority"],
    "io.k8s.api.core.v1.HTTPHeader": ["value"],
    "io.k8s.api.core.v1.ISCSIPersistentVolumeSource": ["lun"],
    "io.k8s.api.core.v1.ISCSIVolumeSource": ["lun"],
    "io.k8s.api.core.v1.LimitRangeSpec": ["limits"],
    "io.k8s.api.core.v1.PreferredSchedulingTerm": ["preference"],
    "io.k8s.api.core.v1.SleepAction": ["seconds"],
    "io.k8s.api.core.v1.ScaleIOVolumeSource": ["secretRef"],
    "io.k8s.api.core.v1.Sysctl": ["value"],
    "io.k8s.api.discovery.v1.EndpointSlice": ["endpoints"],
    "io.k8s.api.discovery.v1.ForZone": ["name"],
    "io.k8s.api.resource.v1.DeviceDerivedAttribute": ["name", "expression"],
    "io.k8s.api.resource.v1.ResourcePool": ["generation"],
    "io.k8s.api.scheduling.v1.PriorityClass": ["value"],
    "io.k8s.api.storage.v1.CSIDriver": ["spec"],
    "io.k8s.api.storage.v1.CSINode": ["spec"],
    "io.k8s.api.storage.v1.CSINodeSpec": ["drivers"],
    "io.k8s.api.storage.v1.TokenRequest": ["audience"],
    // Of templates; an object's own metadata has no schema.
    "io.k8s.apimachinery.pkg.apis.meta.v1.OwnerReference": ["apiVersion", "kind", "name", "uid"],
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.CustomResourceDefinitionVersion": [
      "served",
      "storage",
    ],
    "io.k8s.apiextensions-apiserver.pkg.apis.apiextensions.v1.WebhookConversion": [
      "conversionReviewVersions",
    ],
  },
};
