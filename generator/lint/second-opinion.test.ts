import fc from "fast-check";
import { expect, test } from "vitest";
import type { Finding } from "../core/finding.ts";
import {
  type CheckedDocument,
  compareVerdicts,
  type OtherVerdict,
  printDocument,
} from "./second-opinion.ts";

const at = { file: "a.yaml", line: 1, column: 1 };
const error = (rule: string): Finding => ({ rule, severity: "error", message: rule, at });
const document = (...findings: Finding[]): CheckedDocument => ({ at, data: {}, findings });
const valid: OtherVerdict = { status: "valid", problems: [] };
const invalid = (message: string): OtherVerdict => ({
  status: "invalid",
  problems: [{ path: "/spec/a", message }],
});

test("the same verdict is no disagreement, nor is what one of them could not check", () => {
  const documents = [
    document(),
    document(error("schema/type")),
    document(error("schema/type")),
    document(error("schema/type")),
  ];
  const verdicts: OtherVerdict[] = [
    valid,
    invalid("got string"),
    { status: "unchecked", problems: [] },
    { status: "error", problems: [] },
  ];
  expect(compareVerdicts(documents, verdicts)).toEqual([]);
});

test("findings that are not about the schema, and warnings, do not count", () => {
  const warning: Finding = { ...error("schema/unknown-field"), severity: "warning" };
  expect(compareVerdicts([document(error("istio/gateway-exists"), warning)], [valid])).toEqual([]);
});

test("what only Meshwright refuses is explained where every finding is beyond JSON Schema", () => {
  const documents = [
    document(error("schema/cel"), error("schema/metadata")),
    document(error("schema/cel"), error("schema/unknown-field")),
  ];
  const [explained, open] = compareVerdicts(documents, [valid, valid]);
  expect(explained).toMatchObject({
    refusedBy: "meshwright",
    messages: ["schema/cel", "schema/metadata"],
  });
  expect(explained!.reason).toContain("x-kubernetes-validations");
  expect(open!.reason).toBeUndefined();
});

test("what only kubeconform refuses is explained where each message is known to be harmless", () => {
  const [explained, open] = compareVerdicts(
    [document(), document()],
    [invalid("got null, want string"), invalid("got number, want string")],
  );
  expect(explained).toMatchObject({
    refusedBy: "kubeconform",
    messages: ["/spec/a: got null, want string"],
    reason: "the API server drops a null before it checks",
  });
  expect(open!.reason).toBeUndefined();
});

test("documents are printed on one line, big integers as they are", () => {
  expect(printDocument({ a: [9007199254740993n, null, "x\ny"] })).toBe(
    '{"a":[9007199254740993,null,"x\\ny"]}',
  );
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      expect(JSON.parse(printDocument(value))).toEqual(JSON.parse(JSON.stringify(value)));
    }),
  );
});
