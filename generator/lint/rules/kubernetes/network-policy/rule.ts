import type { Rule } from "../../../../core/rule.ts";
import { contains, parseCidr } from "../../../../core/ip.ts";
import { type Field, get, isSet, items, number } from "../../field.ts";
import { checkEach, type Subject } from "../../subject.ts";
import { rangeFault } from "../addresses.ts";
import {
  checkChoice,
  checkFilled,
  checkName,
  checkPort,
  checkRange,
  mappingsIn,
  textsIn,
  word,
} from "../checks.ts";
import { checkLabelSelector } from "../selectors.ts";

/** Source: ValidateNetworkPolicySpec of kubernetes pkg/apis/networking/validation. */
export const rule: Rule = {
  name: "kubernetes/network-policy",
  severity: "error",
  summary: "Ports, peers and address ranges of a NetworkPolicy are well formed",
  scope: "file",
  check: checkEach(["NetworkPolicy.networking.k8s.io"], (subject) => {
    const { spec } = subject;
    checkLabelSelector(subject, get(spec, "podSelector"));
    for (const [list, peers] of [
      ["ingress", "from"],
      ["egress", "to"],
    ] as const) {
      for (const each of items(get(spec, list))) {
        for (const port of items(get(each, "ports"))) checkPolicyPort(subject, port);
        for (const peer of mappingsIn(get(each, peers))) checkPeer(subject, peer);
      }
    }
    const types = textsIn(get(spec, "policyTypes"));
    for (const type of types) checkChoice(subject, type, ["Ingress", "Egress"]);
    if (types.length > 2)
      subject.report(get(spec, "policyTypes"), "policyTypes has at most Ingress and Egress", {
        part: "key",
      });
  }),
};

function checkPolicyPort(subject: Subject, port: Field): void {
  checkChoice(subject, get(port, "protocol"), ["TCP", "UDP", "SCTP"]);
  const first = get(port, "port");
  const last = get(port, "endPort");
  checkPort(subject, first);
  if (!isSet(last)) return;
  const low = number(first);
  const high = number(last);
  if (low === undefined) {
    if (!isSet(first) || word(first) !== undefined)
      subject.report(last, "endPort needs port to be a number", { part: "key" });
  } else if (high !== undefined && high < low) {
    subject.report(last, `endPort is ${high}, below port, ${low}`);
  } else {
    checkRange(subject, last, 1, 65_535);
  }
}

function checkPeer(subject: Subject, peer: Field): void {
  const block = get(peer, "ipBlock");
  const selectors = ["podSelector", "namespaceSelector"].map((key) => get(peer, key));
  const given = selectors.filter(isSet);
  for (const selector of given) checkLabelSelector(subject, selector);
  if (!isSet(block)) {
    if (given.length === 0)
      subject.report(peer, "a peer needs podSelector, namespaceSelector or ipBlock");
    return;
  }
  if (given.length > 0)
    subject.report(block, "ipBlock stands alone; make another peer of the selectors", {
      part: "key",
    });
  const cidr = get(block, "cidr");
  checkFilled(subject, cidr);
  checkName(subject, cidr, rangeFault);
  for (const except of textsIn(get(block, "except"))) checkExcept(subject, except, cidr);
}

function checkExcept(subject: Subject, except: Field, cidr: Field): void {
  checkName(subject, except, rangeFault);
  if (except.value === "") subject.report(except, "except must not be empty");
  const inner = parseCidr(word(except) ?? "");
  const outer = parseCidr(word(cidr) ?? "");
  if (inner === undefined || outer === undefined) return;
  const within = contains(outer, { family: inner.family, value: inner.first });
  if (!within || inner.last - inner.first >= outer.last - outer.first)
    subject.report(
      except,
      `except "${word(except)}" must be a part of cidr "${word(cidr)}", and smaller`,
    );
}
