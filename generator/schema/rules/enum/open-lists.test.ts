import { expect, test } from "vitest";
import { packSource, SHIPPED_PACKS } from "../../../disk/packs.ts";
import { createValidator } from "../../validate.ts";

const validator = createValidator([packSource(SHIPPED_PACKS)]);

function judge(kind: string): string[] {
  const { problems } = validator.validate({
    apiVersion: "notification.toolkit.fluxcd.io/v1beta3",
    kind: "Alert",
    metadata: { name: "a" },
    spec: { providerRef: { name: "chat" }, eventSources: [{ kind, name: "*" }] },
  });
  return problems.map(({ severity, rule }) => `${severity} ${rule}`);
}

test.each([
  ["GitRepository", []],
  ["FluxInstance", []],
  ["Terraform", ["warning schema/enum"]],
  ["GitRepositry", ["error schema/enum"]],
])("events of a %s", (kind, problems) => {
  expect(judge(kind)).toEqual(problems);
});
