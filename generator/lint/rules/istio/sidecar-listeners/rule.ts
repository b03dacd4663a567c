import type { Rule } from "../../../../core/rule.ts";
import { checkUnix, isAddress, isUnix } from "../addresses.ts";
import { get, hasAny, isFilled, isSet, items, number, text, type Field } from "../../field.ts";
import { SIDECAR } from "../kinds.ts";
import { checkPortName, checkPortNumber } from "../ports.ts";
import { isProtocol, PROTOCOL_LIST } from "../protocols.ts";
import { checkEach, type Subject } from "../../subject.ts";

/** Source: ValidateSidecar of istio/istio pkg/config/validation. */
export const rule: Rule = {
  name: "istio/sidecar-listeners",
  severity: "error",
  summary: "A Sidecar has listeners, each on a port of its own that can be bound",
  aliases: ["IST0106"],
  scope: "file",
  check: checkEach([SIDECAR], (subject) => {
    const { spec } = subject;
    const [ingress, egress] = [get(spec, "ingress"), get(spec, "egress")];
    if (
      !isFilled(ingress) &&
      !isFilled(egress) &&
      !hasAny(spec, "outboundTrafficPolicy", "inboundConnectionPool")
    ) {
      subject.fail(
        spec,
        "the Sidecar configures nothing; give it ingress, egress, outboundTrafficPolicy or inboundConnectionPool",
        { part: "key" },
      );
    }
    const ports = new Set<number>();
    for (const listener of items(ingress)) {
      const port = get(listener, "port");
      if (!isSet(port)) continue;
      checkPort(subject, port);
      const value = number(get(port, "number")) ?? (isSet(get(port, "number")) ? undefined : 0);
      if (value === 0)
        subject.fail(port, "an ingress listener needs a port number between 1 and 65535");
      else checkPortNumber(subject, get(port, "number"));
      checkBind(subject, get(listener, "bind"));
      checkUnique(subject, port, value, ports);
    }
    checkEgress(subject, items(egress), Array.isArray(egress.value) ? egress.value.length : 0);
  }),
};

function checkEgress(subject: Subject, listeners: readonly Field[], count: number): void {
  const ports = new Set<number>();
  const sockets = new Set<string>();
  for (const listener of listeners) {
    const port = get(listener, "port");
    if (!isSet(port)) {
      if (listener.path.at(-1) === count - 1) continue;
      subject.fail(
        listener,
        "a listener without a port takes what the others leave, so it must be the last one",
      );
      continue;
    }
    checkPort(subject, port);
    const bind = get(listener, "bind");
    const value = number(get(port, "number")) ?? (isSet(get(port, "number")) ? undefined : 0);
    if (value === 0) checkSocket(subject, listener, sockets);
    else {
      checkPortNumber(subject, get(port, "number"));
      checkBind(subject, bind);
      checkUnique(subject, port, value, ports);
    }
  }
}

function checkSocket(subject: Subject, listener: Field, sockets: Set<string>): void {
  const bind = get(listener, "bind");
  const path = bind.value === undefined || bind.value === null ? "" : text(bind);
  if (path === undefined) return;
  if (!isUnix(path)) {
    subject.fail(
      isSet(bind) ? bind : get(listener, "port"),
      "a listener with port 0 needs bind: unix:///path/of/socket",
    );
  } else {
    const problem = checkUnix(path);
    if (problem !== undefined) subject.fail(bind, problem);
    if (sockets.has(path)) subject.fail(bind, `"${path}" is used by another listener`);
    sockets.add(path);
  }
  const mode = get(listener, "captureMode");
  if (mode.value === "IPTABLES")
    subject.fail(mode, "captureMode IPTABLES cannot capture a socket; use DEFAULT or NONE");
}

function checkPort(subject: Subject, port: Field): void {
  const name = get(port, "name");
  if (name.value !== "") checkPortName(subject, name);
  const protocol = text(get(port, "protocol"));
  if (protocol !== undefined && protocol !== "" && !isProtocol(protocol)) {
    subject.fail(
      get(port, "protocol"),
      `protocol "${protocol}" is not known; use one of ${PROTOCOL_LIST}`,
    );
  }
  if ((number(get(port, "targetPort")) ?? 0) > 0) {
    subject.fail(
      get(port, "targetPort"),
      "targetPort means nothing in a Sidecar; defaultEndpoint says where requests go",
      { part: "key" },
    );
  }
}

function checkBind(subject: Subject, bind: Field): void {
  const value = text(bind);
  if (value === undefined || value === "" || isAddress(value)) return;
  subject.fail(bind, `bind "${value}" is not an IP address`);
}

function checkUnique(
  subject: Subject,
  port: Field,
  value: number | undefined,
  ports: Set<number>,
): void {
  if (value === undefined) return;
  if (ports.has(value))
    subject.fail(get(port, "number"), `port ${value} is used by another listener`);
  ports.add(value);
}
