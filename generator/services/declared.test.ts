import { expect, test } from "vitest";
import { declaredServices } from "./declared.ts";
import { loadServices } from "./load.ts";

const text = `version: 1
git: { url: https://git.example.com/platform/fleet.git, branch: main }
gitops: [flux]
domain: example.com
clusters: { one: { kubernetes: "1.36" } }
services:
  shop: { port: 8080 }
  web:
    namespace: front
`;

test("every Service that requests go to is declared, with its port and place", () => {
  const { fleet } = loadServices(text, "services.yaml");
  const declared = declaredServices(fleet!, text);
  expect(declared.map(({ id, data }) => [id.namespace, id.name, data.spec])).toEqual([
    ["shop", "shop", { ports: [{ port: 8080 }] }],
    ["front", "web", { ports: [{ port: 80 }] }],
  ]);
  expect(declared[1]!.locate([])).toMatchObject({ file: "services.yaml", line: 8 });
});
