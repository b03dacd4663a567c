import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { simpleGit } from "simple-git";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import type { Command, Terminal } from "./command.ts";
import { main } from "./main.ts";
import { loadCommands } from "./registry.ts";

const commands = await loadCommands();

let folder: string;
beforeEach(() => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "meshwright-cli-")));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const put = (path: string, text: string | Buffer): void => {
  mkdirSync(dirname(join(folder, path)), { recursive: true });
  writeFileSync(join(folder, path), text);
};
const read = (path: string): string => readFileSync(join(folder, path), "utf8");
const git = (...words: string[]): Promise<string> => simpleGit(folder).raw(words);

async function run(
  words: string[],
  more: Partial<Terminal> & { input?: string; known?: readonly Command[] } = {},
): Promise<{ code: number; out: string; err: string }> {
  const said = { out: "", err: "" };
  const terminal: Terminal = {
    out: (text) => void (said.out += text),
    err: (text) => void (said.err += text),
    stdin: async () => Buffer.from(more.input ?? ""),
    environment: {},
    folder,
    outIsTerminal: false,
    errIsTerminal: false,
    pid: process.pid,
    isAlive: () => true,
    ...more,
  };
  return { code: await main(more.known ?? commands, words, terminal), ...said };
}

const services = `version: 1
git: { url: https://git.example.com/platform/fleet.git, branch: main }
gitops: [flux, argocd]
domain: apps.example.com
mesh: { istio: 1.31.1 }
metallb:
  version: 0.16.2
  pools:
    - { name: office, protocol: layer2, addresses: [192.168.23.220-192.168.23.223] }
clusters:
  main: { kubernetes: "1.36" }
services:
  shop: { paths: [/] }
  blog: { paths: [/] }
`;
const gateway =
  "apiVersion: networking.istio.io/v1\nkind: Gateway\nmetadata:\n  name: shop\n  namespace: shop\nspec:\n  selector: { istio: ingressgateway }\n  servers:\n    - port: { number: 80, name: http, protocol: HTTP }\n      hosts: [shop.example.com]\n";
const broken = gateway.replace("servers:", "server:");

describe("usage", () => {
  test.each([
    [["generat"], 'there is no command "generat", did you mean "generate"?'],
    [["--check"], "the command comes first, then options such as --check"],
    [["generate", "--chek"], "generate has no option --chek, did you mean --check?"],
    [["generate", "extra"], '"extra" is unexpected'],
    [["generate", "--check=yes"], "option --check takes no value"],
    [["generate", "--config"], "option --config needs a value: --config <file>"],
    [["generate", "--out", "--check"], '"--check" looks like an option'],
    [["generate", "--out", "a", "--out", "b"], "option --out can be given only once"],
    [["generate", "--out", "nowhere"], "--out nowhere is no folder"],
    [
      ["generate"],
      "services.yaml: the file cannot be read: it does not exist; --config names another file",
    ],
    [["lint", "--format", "jsn"], '"jsn" is no value for --format, did you mean "json"?'],
    [["lint", "nowhere.yaml"], 'there is no file or folder "nowhere.yaml"'],
    [["lint", "--staged"], "--staged needs a Git repository"],
    [["lint", "--changed-since", "main"], "--changed-since needs a Git repository"],
    [["lint", "--staged", "--fix"], "--fix changes files, not the index"],
    [["lint", "-", "a.yaml"], "- stands for standard input and cannot be mixed with paths"],
    [["lint", "--max-warnings", "-1"], '--max-warnings needs a number, not "-1"'],
    [["lint", "--kubernetes", "new"], '--kubernetes needs a version such as 1.36, not "new"'],
    [
      ["lint", "--baseline", "none.json"],
      "--baseline none.json does not exist; --update-baseline makes it",
    ],
    [["lint", "--update-baseline"], "--update-baseline needs --baseline <file>"],
    [["lint", "--schemas", "none"], "--schemas none: there is no such file or folder"],
    [
      ["explain", "istio/gateway-host"],
      'there is no rule "istio/gateway-host", did you mean "istio/gateway-hosts"?',
    ],
  ])("%j ends with 2 and says what is wrong", async (words, message) => {
    const { code, out, err } = await run(words);
    expect([code, out]).toEqual([2, ""]);
    expect(err).toContain(message);
  });

  test.each(commands.map(({ name }) => name))(
    "%s --help names every option and an example",
    async (name) => {
      const { code, out, err } = await run([name, "--help"]);
      expect([code, err]).toEqual([0, ""]);
      const command = commands.find((candidate) => candidate.name === name)!;
      for (const option of Object.keys(command.options)) expect(out).toContain(`--${option}`);
      expect(out).toContain(`meshwright ${name}`);
      expect((await run(["help", name])).out).toBe(out);
    },
  );

  test("--help and --version print to standard output, no command at all to standard error", async () => {
    expect((await run(["--help"])).out).toContain("generate");
    expect((await run(["--version"])).out).toMatch(/^\d+\.\d+\.\d+\n$/);
    expect(await run([])).toMatchObject({ code: 2, out: "" });
  });

  test("a bug of ours is told in a few words and ends with 3", async () => {
    const crash: Command = {
      ...commands[0]!,
      name: "crash",
      run: () => {
        throw new TypeError("x is undefined");
      },
    };
    const { code, out, err } = await run(["crash"], { known: [crash] });
    expect([code, out]).toEqual([3, ""]);
    expect(err).toContain(
      "this is a bug of Meshwright; your files are not to blame: x is undefined",
    );
    expect(err.split("\n    at ")).toHaveLength(2);
  });
});

describe("generate", () => {
  test("writes, then writes nothing, then sees drift", async () => {
    put("services.yaml", services);
    const first = await run(["generate"]);
    expect(first.code).toBe(0);
    expect(first.out).toContain("create apps/shop/base/gateway.yaml\n");
    expect((await run(["generate"])).out).toMatch(
      /^0 created, 0 updated, 0 deleted, \d+ unchanged\n/,
    );
    expect((await run(["generate", "--check"])).code).toBe(0);
    put("services.yaml", services.replace("  blog: { paths: [/] }\n", ""));
    const check = await run(["generate", "--check"]);
    expect(check.code).toBe(1);
    expect(check.out).toContain(
      "apps/blog/base/gateway.yaml:1:1: error: services.yaml no longer asks for this file",
    );
    expect(existsSync(join(folder, "apps/blog"))).toBe(true);
    expect((await run(["generate"])).code).toBe(0);
    expect(existsSync(join(folder, "apps/blog"))).toBe(false);
  });

  test("a run that finds nothing changed repeats the last one's findings, and an edit is seen whatever it remembers", async () => {
    put(
      "services.yaml",
      services.replace("clusters:", "dashboards: { grafana: { expose: loadBalancer } }\nclusters:"),
    );
    const first = await run(["generate"]);
    const second = await run(["generate"]);
    const findings = (text: string): string => text.slice(text.indexOf("services.yaml:"));
    expect(findings(first.out)).toContain("[services/dashboard-open]");
    expect(findings(second.out)).toBe(findings(first.out));
    expect(second.out).toMatch(/^0 created, 0 updated, 0 deleted, \d+ unchanged\n/);
    const text = read("apps/shop/base/gateway.yaml");
    put("apps/shop/base/gateway.yaml", text.replace("shop", "shap"));
    expect((await run(["generate"])).out).toContain("[generate/edited]");
    expect((await run(["generate", "--check"])).code).toBe(1);
    put("apps/shop/base/gateway.yaml", text);
    rmSync(join(folder, "apps/blog"), { recursive: true });
    expect((await run(["generate"])).out).toContain("create apps/blog/base/gateway.yaml\n");
  });

  test("an edit is shown where it is, with its diff and the way out, and kept", async () => {
    put("services.yaml", services);
    await run(["generate"]);
    const edited = `${read("apps/shop/base/gateway.yaml")}# mine\n`;
    put("apps/shop/base/gateway.yaml", edited);
    const { code, out } = await run(["generate"]);
    expect(code).toBe(1);
    expect(out).toMatch(
      /apps\/shop\/base\/gateway\.yaml:\d+:1: error: this generated file was edited by hand; keep the change in services\.yaml or in a custom\/ component/,
    );
    expect(out).toContain("\n+# mine\n");
    expect((await run(["generate", "--dry-run"])).code).toBe(1);
    expect(read("apps/shop/base/gateway.yaml")).toBe(edited);
    expect((await run(["generate", "--force"])).code).toBe(0);
    expect(read("apps/shop/base/gateway.yaml")).not.toContain("# mine");
  });

  test("errors of the input stop before anything is written", async () => {
    put("services.yaml", services.replace("layer2", "layer3"));
    const { code, out } = await run(["generate"]);
    expect(code).toBe(1);
    expect(out).toContain("services.yaml:9:33: error:");
    expect(existsSync(join(folder, "apps"))).toBe(false);
  });

  test("--dry-run --diff shows all and writes nothing", async () => {
    put("services.yaml", services);
    const { code, out } = await run(["generate", "--dry-run", "--diff"]);
    expect(code).toBe(0);
    expect(out).toContain("--- /dev/null\n+++ b/apps/shop/base/gateway.yaml\n");
    expect(existsSync(join(folder, "apps"))).toBe(false);
  });

  test("custom/ components are included once they are there", async () => {
    put("services.yaml", services);
    await run(["generate"]);
    put(
      "apps/shop/custom/kustomization.yaml",
      "apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nresources: []\n",
    );
    expect((await run(["generate"])).code).toBe(0);
    expect(read("apps/shop/overlays/main/kustomization.yaml")).toContain("../../custom");
  });

  test("the tree is the same from wherever it is generated", async () => {
    put("services.yaml", services);
    await run(["generate"]);
    const lock = read(".meshwright.lock");
    const other = join(folder, "elsewhere");
    mkdirSync(other);
    expect(
      (await run(["generate", "--config", "../services.yaml", "--out", ".."], { folder: other }))
        .out,
    ).toMatch(/^0 created, 0 updated, 0 deleted/);
    expect(read(".meshwright.lock")).toBe(lock);
  });

  test.each([
    ["empty", ""],
    ["a list", "- a\n"],
    ["broken", "a: [b\n"],
    ["binary", "\u0000\u0001"],
    ["with tabs", "version: 1\n\tgit: x\n"],
    ["with a key twice", "version: 1\nversion: 1\n"],
  ])("an input that is %s is a finding or a message, never a bug", async (_, text) => {
    put("services.yaml", text);
    const { code } = await run(["generate"]);
    expect([1, 2]).toContain(code);
    expect(existsSync(join(folder, ".meshwright.lock"))).toBe(false);
  });
});

describe("lint", () => {
  test("paths narrow what is reported", async () => {
    put("a/gateway.yaml", gateway);
    put("b/gateway.yaml", broken);
    expect((await run(["lint", "a"])).code).toBe(0);
    const { code, out } = await run(["lint", "--format", "json"]);
    expect(code).toBe(1);
    const { summary, findings } = JSON.parse(out) as {
      summary: { files: number };
      findings: { rule: string; file: string; line: number; column: number }[];
    };
    expect(summary.files).toBe(2);
    expect(findings.find(({ rule }) => rule === "schema/unknown-field")).toMatchObject({
      file: "b/gateway.yaml",
      line: 8,
      column: 3,
    });
  });

  test("standard input is linted", async () => {
    const { code, out } = await run(["lint", "-"], { input: broken });
    expect(code).toBe(1);
    expect(out).toContain("stdin.yaml:8:3: error:");
  });

  test("files that cannot be read are findings", async () => {
    put("latin1.yaml", Buffer.from("a: 1\nname: gr\u00fcn\n", "latin1"));
    put("binary.yaml", "a\u0000b");
    symlinkSync("loop.yaml", join(folder, "loop.yaml"));
    symlinkSync("/etc/hostname", join(folder, "outside.yaml"));
    const { code, out } = await run(["lint"]);
    expect(code).toBe(1);
    expect(out).toContain("latin1.yaml:2:9: error: it is not UTF-8 here");
    expect(out).toContain("binary.yaml:1:1: error: it is binary");
    expect(out).toContain("loop.yaml:1:1: error: the symbolic link leads nowhere, or in a circle");
    expect(out).toContain(
      "outside.yaml:1:1: warning: the symbolic link leads out of the repository",
    );
  });

  test("a baseline lets old findings be, and no new ones", async () => {
    put("old.yaml", broken);
    expect(await run(["lint", "--baseline", "base.json", "--update-baseline"])).toMatchObject({
      code: 0,
    });
    expect((await run(["lint", "--baseline", "base.json"])).code).toBe(0);
    put("new.yaml", broken.replace("name: shop", "name: blog"));
    const { code, out } = await run(["lint", "--baseline", "base.json"]);
    expect(code).toBe(1);
    expect(out).toContain("new.yaml:8:3");
    expect(out).not.toContain("old.yaml:8:3");
    put("base.json", "[]");
    expect((await run(["lint", "--baseline", "base.json"])).err).toContain(
      "is no baseline of version 1",
    );
  });

  test("--fix repairs what is safe and keeps the rest of the file", async () => {
    put("a.yaml", `# mine\n${broken}`);
    const { code } = await run(["lint", "--fix"]);
    expect([code, read("a.yaml")]).toEqual([0, `# mine\n${gateway}`]);
  });

  test("colour is for terminals; NO_COLOR and FORCE_COLOR win", async () => {
    put("a.yaml", broken);
    // oxlint-disable-next-line no-control-regex
    const coloured = async (more: Partial<Terminal>): Promise<boolean> =>
      /\u001b\[/.test((await run(["lint"], more)).out);
    expect(await coloured({})).toBe(false);
    expect(await coloured({ outIsTerminal: true })).toBe(true);
    expect(await coloured({ outIsTerminal: true, environment: { NO_COLOR: "1" } })).toBe(false);
    expect(await coloured({ environment: { FORCE_COLOR: "1" } })).toBe(true);
  });

  test("--schemas takes CRDs and refuses what holds none", async () => {
    put(
      "crds/widget.yaml",
      "apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata: { name: widgets.example.com }\nspec:\n  group: example.com\n  scope: Namespaced\n  names: { plural: widgets, singular: widget, kind: Widget, listKind: WidgetList }\n  versions:\n    - name: v1\n      served: true\n      storage: true\n      schema:\n        openAPIV3Schema: { type: object, properties: { spec: { type: object, properties: { size: { type: integer } } } } }\n",
    );
    put(
      "tree/widget.yaml",
      "apiVersion: example.com/v1\nkind: Widget\nmetadata: { name: a }\nspec: { size: big }\n",
    );
    expect((await run(["lint", "tree"])).out).toContain("[schema/unchecked]");
    expect(await run(["lint", "--schemas", "crds", "tree"])).toMatchObject({
      code: 1,
      out: expect.stringContaining("tree/widget.yaml:4:15: error:") as string,
    });
    expect((await run(["lint", "--schemas", "tree/widget.yaml", "tree"])).err).toContain(
      "there is no CustomResourceDefinition and no schema pack in it",
    );
    put("packs/example.com/widget_v1.json", "{ broken");
    expect((await run(["lint", "--schemas", "packs", "tree"])).err).toContain(
      "example.com/widget_v1.json is no JSON object",
    );
  });

  test("--staged judges what is staged", async () => {
    await git("init", "--quiet");
    put("good.yaml", gateway);
    put("part.yaml", broken.replace("name: shop", "name: part").replace("shop.ex", "part.ex"));
    put("untouched.yaml", broken.replace("name: shop", "name: other"));
    await git("add", "good.yaml", "part.yaml");
    put("part.yaml", gateway.replace("name: shop", "name: part").replace("shop.ex", "part.ex"));
    put("good.yaml", broken);
    const { code, out } = await run(["lint", "--staged"], { folder });
    expect(code).toBe(1);
    expect(out).toContain("part.yaml:8:3: error: unknown field");
    expect(out).toContain("  > 8 |   server:");
    expect(out).not.toMatch(/good\.yaml|untouched\.yaml/);
    await git("add", "part.yaml");
    expect((await run(["lint", "--staged"])).code).toBe(0);
  });

  test("ignored files are linted only when they are named", async () => {
    await git("init", "--quiet");
    put(".gitignore", "out/\n");
    put("out/a.yaml", broken);
    expect((await run(["lint"])).code).toBe(0);
    expect((await run(["lint", "out"])).code).toBe(1);
    expect((await run(["lint", "out/a.yaml"])).code).toBe(1);
  });
});

test("explain prints the page, by name and by the code that others use", async () => {
  expect((await run(["explain", "generate/edited"])).out).toContain("# generate/edited\n");
  expect((await run(["explain"])).out.split("\n").length).toBeGreaterThan(100);
});
