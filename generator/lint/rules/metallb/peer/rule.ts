import { asText } from "../../../../core/json.ts";
import { parseAddress } from "../../../../core/ip.ts";
import type { Rule } from "../../../../core/rule.ts";
import { get, isBlank, isTrue, number, text } from "../../field.ts";
import { checkEach, type Subject } from "../../subject.ts";
import { checkSelectors } from "../duplicates.ts";
import { BGP_PEER } from "../kinds.ts";
import { readSeconds } from "../../timers.ts";

/** Source: peerFromCR and parseTimers of metallb/metallb internal/config. */
export const rule: Rule = {
  name: "metallb/peer",
  severity: "error",
  summary: "A BGPPeer says which AS and address to peer with, and its timers fit together",
  scope: "file",
  check: checkEach([BGP_PEER], (subject) => {
    checkNumbers(subject);
    checkAddresses(subject);
    checkTimers(subject);
    const { spec } = subject;
    if (!isBlank(get(spec, "password")) && !isBlank(get(spec, "passwordSecret", "name"))) {
      subject.fail(
        get(spec, "password"),
        "a peer takes its password from here or from passwordSecret, not both; take one out",
      );
    }
    for (const { field, message } of checkSelectors(get(spec, "nodeSelectors")))
      subject.fail(field, message);
  }),
};

function checkNumbers(subject: Subject): void {
  const { spec } = subject;
  const mine = number(get(spec, "myASN"));
  const peer = number(get(spec, "peerASN")) ?? 0;
  const dynamic = text(get(spec, "dynamicASN")) ?? "";
  if (mine === 0)
    subject.fail(get(spec, "myASN"), "myASN is 0; give the AS number of this cluster");
  if (peer === 0 && isBlank(get(spec, "dynamicASN")))
    subject.fail(
      get(spec, "peerASN"),
      "the peer's AS is missing; set peerASN, or dynamicASN to internal or external",
    );
  if (peer !== 0 && dynamic !== "")
    subject.fail(
      get(spec, "dynamicASN"),
      "peerASN and dynamicASN exclude each other; take one out",
    );
  if (mine !== undefined && peer === mine && isTrue(get(spec, "ebgpMultiHop"))) {
    subject.fail(
      get(spec, "ebgpMultiHop"),
      `ebgpMultiHop needs a peer of another AS; peerASN and myASN are both ${mine}`,
    );
  }
}

function checkAddresses(subject: Subject): void {
  const { spec } = subject;
  const address = get(spec, "peerAddress");
  const named = !isBlank(get(spec, "interface"));
  if (isBlank(address) && !named)
    subject.fail(spec, "the peer has neither peerAddress nor interface; set one");
  if (!isBlank(address) && named)
    subject.fail(
      get(spec, "interface"),
      "peerAddress and interface exclude each other; take one out",
    );
  for (const field of [address, get(spec, "routerID"), get(spec, "sourceAddress")]) {
    const value = text(field);
    if (value && parseAddress(value) === undefined)
      subject.fail(field, `"${value}" is no IP address`);
  }
}

function checkTimers(subject: Subject): void {
  const hold = get(subject.spec, "holdTime");
  const keepalive = get(subject.spec, "keepaliveTime");
  const holdSeconds = readSeconds(hold.value);
  const keepaliveSeconds = readSeconds(keepalive.value);
  const wrong = ["holdTime", "keepaliveTime", "connectTime"]
    .map((key) => get(subject.spec, key))
    .filter((field) => text(field) !== undefined && readSeconds(field.value) === undefined);
  for (const field of wrong)
    subject.fail(field, `"${asText(field.value)}" is no duration such as 90s or 1m30s`);
  if (wrong.length > 0) return;
  const held = holdSeconds ?? (keepaliveSeconds === undefined ? undefined : keepaliveSeconds * 3);
  if (held === undefined) return;
  const whole = Math.trunc(held);
  if (whole !== 0 && whole < 3)
    subject.fail(
      holdSeconds === undefined ? keepalive : hold,
      "the hold time is 0 or at least 3s; without holdTime it is three times keepaliveTime",
    );
  else if (keepaliveSeconds !== undefined && keepaliveSeconds > held) {
    subject.fail(
      keepalive,
      `keepaliveTime "${asText(keepalive.value)}" is longer than holdTime "${asText(hold.value)}"; a third of it is usual`,
    );
  }
}
