import type { Rule } from "../../../../core/rule.ts";
import { get, isFilled, text } from "../../field.ts";
import { SERVICE_ENTRY } from "../kinds.ts";
import { portProtocols, resolutionOf } from "../service-entry.ts";
import { checkEach } from "../../subject.ts";

const PROTOCOLS = ["HTTP", "HTTP2", "GRPC", "TLS"];

/** Source: ValidateServiceEntry of istio/istio pkg/config/validation, resolution DYNAMIC_DNS. */
export const rule: Rule = {
  name: "istio/service-entry-dynamic-dns",
  severity: "error",
  summary:
    "A ServiceEntry of resolution DYNAMIC_DNS leaves addresses to the request and speaks HTTP or TLS",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach([SERVICE_ENTRY], (subject) => {
    const { spec } = subject;
    if (resolutionOf(spec) !== "DYNAMIC_DNS") return;
    for (const key of ["addresses", "endpoints"]) {
      if (isFilled(get(spec, key)))
        subject.fail(
          get(spec, key),
          `${key} cannot be set with resolution DYNAMIC_DNS, which looks up each host`,
          { part: "key" },
        );
    }
    for (const { port, protocol } of portProtocols(spec)) {
      if (PROTOCOLS.includes(protocol.toUpperCase())) continue;
      const field = get(port, "protocol");
      subject.fail(
        field,
        `protocol "${protocol}" does not say which host is meant; with resolution DYNAMIC_DNS use ${PROTOCOLS.join(", ")}`,
      );
    }
    const waypoint = text(get(subject.metadata, "labels", "istio.io/use-waypoint")) ?? "";
    const location = get(spec, "location");
    if (
      location.value === "MESH_INTERNAL" &&
      waypoint !== "" &&
      waypoint.toLowerCase() !== "none"
    ) {
      subject.fail(
        location,
        `location MESH_INTERNAL cannot use resolution DYNAMIC_DNS behind the waypoint "${waypoint}"; use MESH_EXTERNAL`,
      );
    }
  }),
};
