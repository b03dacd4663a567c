import type { Rule } from "../../../../core/rule.ts";
import { checkUnix, isAddress, isUnix } from "../addresses.ts";
import { get, isBlank, isFilled, isSet, items, number, text, type Field } from "../../field.ts";
import { isLabel } from "../hosts.ts";
import { GATEWAY } from "../kinds.ts";
import { checkPortNumber } from "../ports.ts";
import { isProtocol, PROTOCOL_LIST } from "../protocols.ts";
import { checkEach, type Subject } from "../../subject.ts";

/** Source: ValidateGateway, validateServerPort and validateServerBind of istio/istio pkg/config/validation. */
export const rule: Rule = {
  name: "istio/gateway-servers",
  severity: "error",
  summary:
    "A Gateway has servers, each with a port of its own name, a known protocol and an address that can be bound",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach([GATEWAY], (subject) => {
    const name = text(get(subject.metadata, "name"));
    if (name !== undefined && !isLabel(name)) {
      subject.fail(
        get(subject.metadata, "name"),
        `Gateway name "${name}" is not a DNS label: letters, digits and inner dashes, at most 63`,
      );
    }
    const servers = get(subject.spec, "servers");
    if (!isSet(servers) || (Array.isArray(servers.value) && !isFilled(servers))) {
      subject.fail(isSet(servers) ? servers : subject.spec, "a Gateway needs at least one server");
    }
    const names = new Set<string>();
    for (const server of items(servers)) {
      checkPort(subject, server, names);
      checkBind(subject, get(server, "bind"), get(server, "port", "number"));
    }
  }),
};

function checkPort(subject: Subject, server: Field, names: Set<string>): void {
  const port = get(server, "port");
  if (!isSet(port)) return; // the schema requires it
  const protocol = text(get(port, "protocol"));
  if (protocol !== undefined && !isProtocol(protocol)) {
    subject.fail(
      get(port, "protocol"),
      `protocol "${protocol}" is not known; use one of ${PROTOCOL_LIST}`,
    );
  }
  const bind = get(server, "bind").value;
  const onSocket = typeof bind === "string" && isUnix(bind);
  if (!onSocket) checkPortNumber(subject, get(port, "number"));
  if ((number(get(port, "targetPort")) ?? 0) > 0) {
    subject.fail(
      get(port, "targetPort"),
      "targetPort means nothing on a Gateway; the gateway's Service maps ports",
      { part: "key" },
    );
  }
  const name = get(port, "name");
  if (name.value === "") subject.fail(name, "the port needs a name");
  const value = text(name);
  if (value === undefined || isBlank(name)) return;
  if (names.has(value))
    subject.fail(
      name,
      `port name "${value}" is used by another server of this Gateway; each port needs its own`,
    );
  names.add(value);
}

function checkBind(subject: Subject, bind: Field, portNumber: Field): void {
  const value = text(bind);
  if (value === undefined || value === "") return;
  if (!isUnix(value)) {
    if (!isAddress(value))
      subject.fail(bind, `bind "${value}" is neither an IP address nor unix:///path/of/socket`);
    return;
  }
  const problem = checkUnix(value);
  if (problem !== undefined) subject.fail(bind, problem);
  if ((number(portNumber) ?? 0) !== 0)
    subject.fail(
      portNumber,
      `port ${number(portNumber)} must be 0, because the server binds to ${value}`,
    );
}
