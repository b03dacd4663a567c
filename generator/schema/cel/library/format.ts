import { formatCheck } from "../../formats.ts";
import {
  labelFault,
  labelValueFault,
  qualifiedNameFault,
  serviceLabelFault,
  subdomainFault,
} from "../../names.ts";
import { noOverload } from "../error.ts";
import { Extension, Optional, type Value } from "../values.ts";
import type { CelFunction, CelMethod } from "./index.ts";

type Fault = (text: string) => string | undefined;

class FormatValue extends Extension {
  readonly type = "kubernetes.NamedFormat";
  readonly name: string;
  readonly fault: Fault;
  constructor(name: string, fault: Fault) {
    super();
    this.name = name;
    this.fault = fault;
  }
  equals(other: Extension): boolean {
    return this.name === (other as FormatValue).name;
  }
}

/** A prefix may end in the dash that the rest of a name follows. */
const prefixed =
  (fault: Fault): Fault =>
  (text) =>
    fault(text.replace(/-$/, "a"));

const enforced =
  (format: string, problem: string): Fault =>
  (text) =>
    formatCheck(format)!(text) ? undefined : problem;

const faults: Readonly<Record<string, Fault>> = {
  dns1123Label: labelFault,
  dns1123Subdomain: subdomainFault,
  dns1035Label: serviceLabelFault,
  qualifiedName: qualifiedNameFault,
  dns1123LabelPrefix: prefixed(labelFault),
  dns1123SubdomainPrefix: prefixed(subdomainFault),
  dns1035LabelPrefix: prefixed(serviceLabelFault),
  labelValue: labelValueFault,
  uri: enforced("uri", "invalid URI for request"),
  uuid: enforced("uuid", "does not match the UUID format"),
  byte: enforced("byte", "invalid base64"),
  date: enforced("date", "invalid date"),
  datetime: enforced("datetime", "invalid datetime"),
};

const formats = new Map(
  Object.entries(faults).map(([name, fault]) => [name, new FormatValue(name, fault)]),
);

/** Named formats. Source: apiserver pkg/cel/library/format.go. */
export const formatFunctions: Readonly<Record<string, CelFunction>> = {
  "format.named": ([name]) => {
    if (typeof name !== "string") throw noOverload("format.named");
    return new Optional(formats.get(name));
  },
  ...Object.fromEntries([...formats].map(([name, format]) => [`format.${name}`, () => format])),
};

export const formatMethods: Readonly<Record<string, CelMethod>> = {
  validate: (receiver, [text]: readonly Value[]) => {
    if (!(receiver instanceof FormatValue) || typeof text !== "string") return undefined;
    const fault = receiver.fault(text);
    return new Optional(fault === undefined ? undefined : [fault]);
  },
};
