import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { ruleInfos } from "../lint/rules/registry.ts";
import { serviceRules } from "../services/rules.ts";
import { main } from "./main.ts";
import { loadCommands } from "./registry.ts";
import { allRules } from "./rules.ts";

const commands = await loadCommands();

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "meshwright-found-")));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (path: string): string => join(folder, path);
const put = (path: string, text: string | Buffer = ""): void => {
  mkdirSync(dirname(at(path)), { recursive: true });
  writeFileSync(at(path), text);
};

/** @returns the rules of what is said, each once */
async function run(...words: string[]): Promise<string[]> {
  let said = "";
  await main(commands, words, {
    out: (text) => void (said += text),
    err: () => undefined,
    stdin: async () => Buffer.from(""),
    environment: {},
    folder,
    outIsTerminal: false,
    errIsTerminal: false,
    pid: process.pid,
    isAlive: () => true,
  });
  return [...new Set([...said.matchAll(/\[([a-z]+\/[a-z0-9-]+)\]/g)].map((match) => match[1]!))];
}

const services = (...names: string[]) => `version: 1
git: { url: https://git.example.com/platform/fleet.git }
domain: example.com
clusters: { main: }
services: { ${names.map((name) => `${name}: `).join(", ")} }
`;
const gateway = "apps/shop/base/gateway.yaml";

async function generated(...names: string[]): Promise<void> {
  put("services.yaml", services(...names));
  expect(await run("generate")).toEqual([]);
}

const edit = () => put(gateway, `${readFileSync(at(gateway), "utf8")}# mine\n`);

/** What is wrong on disk, by the rule that tells of it, and the command that does. */
const states: Readonly<Record<string, () => Promise<string[]>>> = {
  "disk/binary": () => {
    put("a.yaml", "a\0b");
    return run("lint");
  },
  "disk/encoding": () => {
    put("a.yaml", Buffer.from("name: gr\u00fcn\n", "latin1"));
    return run("lint");
  },
  "disk/link": () => {
    symlinkSync("nowhere.yaml", at("a.yaml"));
    return run("lint");
  },
  "disk/too-large": () => {
    put("a.yaml");
    truncateSync(at("a.yaml"), 2 ** 30);
    return run("lint");
  },
  "disk/unreadable": async () => {
    const server = createServer();
    await new Promise<void>((resolve) => server.listen(at("socket"), resolve));
    symlinkSync("socket", at("a.yaml"));
    const rules = await run("lint");
    await new Promise((resolve) => server.close(resolve));
    return rules;
  },
  "generate/blocked": () => {
    put("services.yaml", services("shop"));
    put(`${gateway}/mine.txt`);
    return run("generate");
  },
  "generate/drift": async () => {
    await generated("shop");
    put("services.yaml", services("shop", "bank"));
    return run("generate", "--check");
  },
  "generate/edited": async () => {
    await generated("shop");
    edit();
    return run("generate");
  },
  "generate/foreign": () => {
    put("services.yaml", services("shop"));
    put(gateway, "mine: true\n");
    return run("generate");
  },
  "generate/leftover": async () => {
    await generated("shop", "bank");
    edit();
    put("services.yaml", services("bank"));
    return run("generate");
  },
  "generate/link": async () => {
    await generated("shop");
    rmSync(at(gateway));
    put("mine.yaml", "mine: true\n");
    symlinkSync(at("mine.yaml"), at(gateway));
    return run("generate");
  },
  "generate/lock": async () => {
    await generated("shop");
    put(".meshwright.lock", "what was written\n");
    return run("generate");
  },
  "render/template": () => {
    put("services.yaml", services("shop"));
    put("templates/apps/_service_/base/gateway.yaml.hbs", "{{#if}}");
    return run("generate");
  },
  "render/unexpected-resources": () => {
    put("services.yaml", services("shop"));
    put("templates/apps/_service_/base/gateway.yaml.hbs", "mine: true\n");
    return run("generate");
  },
  "schemas/sources": () => {
    put("schemas/sources.yaml", "- no mapping\n");
    return run("schemas", "sync", "--from", ".");
  },
};

test.each(Object.entries(states))("%s is told of what it says", async (rule, told) => {
  expect(await told()).toEqual([rule]);
});

test("rules that no file of examples can show are tried here", () => {
  const shown = new Set([...ruleInfos, ...serviceRules].map(({ name }) => name));
  const others = allRules.map(({ name }) => name).filter((name) => !shown.has(name));
  expect(others.filter((name) => !name.startsWith("config/"))).toEqual(Object.keys(states));
});
