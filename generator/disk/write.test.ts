import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { hostname, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { lockFile } from "./lock.ts";
import { stagingFolder } from "./staging.ts";
import { planOnDisk, writeTree, type WriteOptions } from "./write.ts";

const self = { pid: process.pid, isAlive: (pid: number) => pid === process.pid };
const options: WriteOptions = { force: false, self, patience: 0 };
let root: string;
beforeEach(() => {
  root = realpathSync(mkdtempSync(join(tmpdir(), "meshwright-disk-")));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const tree = (files: Record<string, string>): Map<string, string> => new Map(Object.entries(files));
const read = (path: string): string => readFileSync(join(root, path), "utf8");
const put = (path: string, text: string): void => {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
};
const write = (files: Record<string, string>, more: Partial<WriteOptions> = {}) =>
  writeTree(root, tree(files), { ...options, ...more });
const everything = (): string[] => (readdirSync(root, { recursive: true }) as string[]).sort();
const crash = (when: string) => (what: string) => {
  if (what === when)
    throw Object.assign(new Error("no space"), { code: "ENOSPC", syscall: "write" });
};

describe("writing a tree", () => {
  test("creates, updates and deletes, and leaves nothing else behind", async () => {
    await write({ "a/one.yaml": "1\n", "a/b/two.yaml": "2\n", "c.yaml": "3\n" });
    const { plan } = await write({ "a/one.yaml": "1\n", "c.yaml": "three\n" });
    expect(plan.delete.map(({ path }) => path)).toEqual(["a/b/two.yaml"]);
    expect(plan.update.map(({ path }) => path)).toEqual(["c.yaml"]);
    expect(plan.unchanged).toEqual(["a/one.yaml"]);
    expect(everything()).toEqual([lockFile, "a", "a/one.yaml", "c.yaml"]);
    expect(read("c.yaml")).toBe("three\n");
  });

  test("a second run touches no file", async () => {
    await write({ "a.yaml": "1\n" });
    const before = [
      statSync(join(root, "a.yaml")),
      statSync(join(root, lockFile)),
      statSync(root),
    ].map(({ ino, mtimeMs }) => [ino, mtimeMs]);
    await write({ "a.yaml": "1\n" });
    expect(
      [statSync(join(root, "a.yaml")), statSync(join(root, lockFile)), statSync(root)].map(
        ({ ino, mtimeMs }) => [ino, mtimeMs],
      ),
    ).toEqual(before);
  });

  test("folders with files of the user's stay", async () => {
    await write({ "apps/x/base/a.yaml": "1\n" });
    put("apps/x/custom/mine.yaml", "mine\n");
    await write({});
    expect(everything()).toEqual([
      lockFile,
      "apps",
      "apps/x",
      "apps/x/custom",
      "apps/x/custom/mine.yaml",
    ]);
  });

  test("an updated file keeps its permissions", async () => {
    await write({ "run.sh": "1\n" });
    chmodSync(join(root, "run.sh"), 0o755);
    await write({ "run.sh": "2\n" });
    expect(statSync(join(root, "run.sh")).mode & 0o777).toBe(0o755);
  });

  test("a file that the user deleted is made again", async () => {
    await write({ "a.yaml": "1\n" });
    rmSync(join(root, "a.yaml"));
    await write({ "a.yaml": "1\n" });
    expect(read("a.yaml")).toBe("1\n");
  });
});

describe("what is the user's", () => {
  const kinds = async (
    files: Record<string, string>,
    more?: Partial<WriteOptions>,
  ): Promise<string[]> =>
    (await write(files, more)).plan.conflicts.map(({ path, kind }) => `${kind} ${path}`);

  test("an edited file stops the run before anything is written", async () => {
    await write({ "a.yaml": "1\n", "b.yaml": "1\n" });
    put("a.yaml", "edited\n");
    expect(await kinds({ "a.yaml": "2\n", "b.yaml": "2\n", "new.yaml": "2\n" })).toEqual([
      "edited a.yaml",
    ]);
    expect([read("a.yaml"), read("b.yaml"), existsSync(join(root, "new.yaml"))]).toEqual([
      "edited\n",
      "1\n",
      false,
    ]);
    expect(await kinds({ "a.yaml": "2\n" }, { force: true })).toEqual([]);
    expect(read("a.yaml")).toBe("2\n");
  });

  test("a file that was never generated is not overwritten, unless it says the same", async () => {
    put("a.yaml", "mine\n");
    put("b.yaml", "2\n");
    expect(await kinds({ "a.yaml": "1\n", "b.yaml": "2\n" })).toEqual(["foreign a.yaml"]);
    expect(read("a.yaml")).toBe("mine\n");
    rmSync(join(root, "a.yaml"));
    expect(await kinds({ "a.yaml": "1\n", "b.yaml": "2\n" })).toEqual([]);
  });

  test("a leftover is deleted only if it was not edited", async () => {
    await write({ "a.yaml": "1\n", "b.yaml": "1\n" });
    put("b.yaml", "edited\n");
    expect(await kinds({})).toEqual(["leftover b.yaml"]);
    expect([read("a.yaml"), read("b.yaml")]).toEqual(["1\n", "edited\n"]);
    expect(await kinds({}, { force: true })).toEqual([]);
    expect(everything()).toEqual([lockFile]);
  });

  test("an edit to what would be written anyway is none", async () => {
    await write({ "a.yaml": "1\n" });
    put("a.yaml", "2\n");
    expect(await kinds({ "a.yaml": "2\n" })).toEqual([]);
  });

  test("line ends of a Windows checkout are no edit", async () => {
    await write({ "a.yaml": "1\n2\n", "b.yaml": "1\n" });
    put("a.yaml", "1\r\n2\r\n");
    put("b.yaml", "1\r\n");
    put(lockFile, read(lockFile).replaceAll("\n", "\r\n"));
    const { plan } = await write({ "a.yaml": "1\n2\n", "b.yaml": "2\n" });
    expect([plan.conflicts, plan.unchanged, read("b.yaml")]).toEqual([[], ["a.yaml"], "2\n"]);
  });

  test("an edit between plan and write is kept", async () => {
    await write({ "a.yaml": "1\n", "b.yaml": "1\n" });
    const step = (what: string): void => {
      if (what === "write b.yaml") put("b.yaml", "edited just now\n");
    };
    const { failure } = await write({ "a.yaml": "2\n", "b.yaml": "2\n" }, { step });
    expect(failure).toEqual({
      path: "b.yaml",
      reason: "it changed while this run was at work; run it again",
      started: true,
    });
    expect(read("b.yaml")).toBe("edited just now\n");
    expect(
      (await write({ "a.yaml": "2\n", "b.yaml": "2\n" })).plan.conflicts.map(({ path }) => path),
    ).toEqual(["b.yaml"]);
  });

  test("after a merge the content of either side is ours", async () => {
    await write({ "a.yaml": "ours\n" });
    const ours = read(lockFile);
    await write({ "a.yaml": "theirs\n" });
    put(lockFile, `<<<<<<< HEAD\n${ours}=======\n${read(lockFile)}>>>>>>> theirs\n`);
    expect(await kinds({ "a.yaml": "new\n" })).toEqual([]);
    expect(read(lockFile)).not.toContain("<<<<");
  });
});

describe("paths", () => {
  test.each([
    "../out.yaml",
    "/etc/out.yaml",
    "a/../../out.yaml",
    "a//b.yaml",
    "./a.yaml",
    "a\\b.yaml",
    "C:/x.yaml",
    ".git/hooks/pre-commit",
    ".GIT/config",
    "a\nb.yaml",
    "",
  ])("%j is refused, by force too", async (path) => {
    const { plan } = await write({ [path]: "1\n" }, { force: true });
    expect(plan.conflicts.map(({ kind }) => kind)).toEqual(["blocked"]);
    expect(everything()).toEqual([]);
  });

  test("a lock cannot name files outside to have them deleted", async () => {
    const outside = `${root}-outside.yaml`;
    writeFileSync(outside, "precious\n");
    const { hash } = { hash: "0".repeat(64) };
    put(lockFile, `${hash}  ../${outside.slice(outside.lastIndexOf("/") + 1)}\n`);
    const { findings } = await write({ "a.yaml": "1\n" }, { force: true });
    expect(findings.map(({ rule, at }) => [rule, at.line])).toEqual([["generate/lock", 1]]);
    expect(readFileSync(outside, "utf8")).toBe("precious\n");
    rmSync(outside);
  });

  test("a folder that is a link out of the tree is refused, by force too; one that stays inside is followed", async () => {
    const outside = realpathSync(mkdtempSync(join(tmpdir(), "meshwright-outside-")));
    writeFileSync(join(outside, "a.yaml"), "precious\n");
    symlinkSync(outside, join(root, "apps"));
    mkdirSync(join(root, "real"));
    symlinkSync("real", join(root, "inside"));
    const { plan } = await write({ "apps/a.yaml": "1\n", "inside/b.yaml": "1\n" }, { force: true });
    expect(plan.conflicts).toMatchObject([
      {
        path: "apps/a.yaml",
        kind: "blocked",
        reason: '"apps" is a symbolic link out of the repository',
      },
    ]);
    expect((await write({ "inside/b.yaml": "1\n" })).plan.conflicts).toEqual([]);
    expect([readFileSync(join(outside, "a.yaml"), "utf8"), read("real/b.yaml")]).toEqual([
      "precious\n",
      "1\n",
    ]);
    rmSync(outside, { recursive: true });
  });

  test("a link in a file's place is kept, and by force replaced; its target is never touched", async () => {
    const target = `${root}-target`;
    writeFileSync(target, "precious\n");
    symlinkSync(target, join(root, "a.yaml"));
    expect((await write({ "a.yaml": "1\n" })).plan.conflicts).toMatchObject([{ kind: "link" }]);
    await write({ "a.yaml": "1\n" }, { force: true });
    expect([
      lstatSync(join(root, "a.yaml")).isFile(),
      read("a.yaml"),
      readFileSync(target, "utf8"),
    ]).toEqual([true, "1\n", "precious\n"]);
    rmSync(target);
  });

  test("a folder in a file's place and a file in a folder's are refused, by force too", async () => {
    put("a.yaml/mine", "1\n");
    put("b", "mine\n");
    const { plan } = await write({ "a.yaml": "1\n", "b/c.yaml": "1\n" }, { force: true });
    expect(plan.conflicts.map(({ reason }) => reason)).toEqual([
      "a folder is in its place",
      '"b" is a file, not a folder',
    ]);
  });

  test("a staging folder that is a link is refused", async () => {
    const outside = mkdtempSync(join(tmpdir(), "meshwright-outside-"));
    symlinkSync(outside, join(root, stagingFolder));
    const { failure } = await write({ "a.yaml": "1\n" });
    expect(failure!.reason).toBe(`${stagingFolder} is a symbolic link; delete it`);
    expect(readdirSync(outside)).toEqual([]);
    rmSync(outside, { recursive: true });
  });
});

describe("runs that stop half-way", () => {
  const first = { "a.yaml": "1\n", "b/c.yaml": "1\n", "d.yaml": "1\n" };
  const second = { "a.yaml": "2\n", "d.yaml": "1\n", "e/f.yaml": "2\n" };
  const third = { "a.yaml": "3\n", "g.yaml": "3\n" };
  const steps = [
    "stage a.yaml",
    "stage e/f.yaml",
    "journal",
    "write e/f.yaml",
    "write a.yaml",
    "delete b/c.yaml",
    "lock",
  ];

  test("every step of a write is among those that are tried here", async () => {
    await write(first);
    const seen: string[] = [];
    await write(second, { step: (what) => seen.push(what) });
    expect(seen.sort()).toEqual(steps.toSorted());
  });

  test.each(steps)("stopped at %j the next run completes it", async (when) => {
    await write(first);
    const { failure } = await write(second, { step: crash(when) });
    expect(failure!.reason).toBe("no space is left on the disk");
    expect((await write(second)).failure).toBeUndefined();
    expect(everything()).toEqual([lockFile, "a.yaml", "d.yaml", "e", "e/f.yaml"]);
  });

  test.each(steps)("stopped at %j a run with another input completes it too", async (when) => {
    await write(first);
    await write(second, { step: crash(when) });
    const { plan, failure } = await write(third);
    expect([plan.conflicts, failure]).toEqual([[], undefined]);
    expect(everything()).toEqual([lockFile, "a.yaml", "g.yaml"]);
  });

  test.each(steps)(
    "killed at %j the staging folder that stays behind is no obstacle",
    async (when) => {
      await write(first);
      const kill = (what: string): void => {
        if (what === when) throw new Error("killed");
      };
      await expect(write(second, { step: kill })).rejects.toThrow("killed");
      put(`${stagingFolder}/running`, `process 4194304 on ${hostname()}`);
      put(`${stagingFolder}/17`, "half a fi");
      expect((await write(third)).plan.conflicts).toEqual([]);
      expect(everything()).toEqual([lockFile, "a.yaml", "g.yaml"]);
    },
  );
});

test("a run that was killed between a deletion and that of its folder leaves no empty folder for ever", async () => {
  await write({ "a.yaml": "1\n", "b/c/d.yaml": "1\n", "b/e/f.yaml": "1\n" });
  rmSync(join(root, "b/c/d.yaml"));
  rmSync(join(root, "b/e"), { recursive: true });
  await write({ "a.yaml": "1\n" });
  expect(everything()).toEqual([lockFile, "a.yaml"]);
});

test("empty folders of the user's, even behind a link, are not looked for", async () => {
  await write({ "a.yaml": "1\n", "b/c/d.yaml": "1\n" });
  rmSync(join(root, "b"), { recursive: true });
  const outside = realpathSync(mkdtempSync(join(tmpdir(), "meshwright-outside-")));
  mkdirSync(join(outside, "c"));
  symlinkSync(outside, join(root, "b"));
  await write({ "a.yaml": "1\n" });
  expect(readdirSync(outside)).toEqual(["c"]);
  rmSync(outside, { recursive: true });
});

test("a lock that cannot be read is told, and nothing is written", async () => {
  mkdirSync(join(root, lockFile));
  const { findings } = await write({ "a.yaml": "1\n" });
  expect(findings.map(({ rule, message }) => `${rule}: ${message}`)).toEqual([
    "generate/lock: what generate wrote before cannot be read: it is a folder, not a file; restore the file from Git",
  ]);
  expect(everything()).toEqual([lockFile]);
});

describe("two runs at once", () => {
  test("both end, one after the other, and the tree is whole", async () => {
    const wanted = Object.fromEntries(
      Array.from({ length: 50 }, (_, index) => [`d${index % 5}/${index}.yaml`, `${index}\n`]),
    );
    const runs = await Promise.all(
      [1, 2, 3].map((pid) => write(wanted, { self: { pid, isAlive: () => true }, patience: 5000 })),
    );
    expect(runs.map(({ failure, plan }) => [failure, plan.conflicts])).toEqual(
      [1, 2, 3].map(() => [undefined, []]),
    );
    expect(everything().filter((path) => path.endsWith(".yaml"))).toHaveLength(50);
    expect(everything()).not.toContain(stagingFolder);
  });

  test("a run that is at work is waited for, then named", async () => {
    put(`${stagingFolder}/running`, `process ${process.pid} on ${hostname()}`);
    const { failure } = await write({ "a.yaml": "1\n" }, { patience: 120 });
    expect(failure!.reason).toContain(
      `another run is writing here (process ${process.pid} on ${hostname()})`,
    );
    expect(existsSync(join(root, "a.yaml"))).toBe(false);
  });

  test("a marker of another machine counts until it is too old to be true", async () => {
    put(`${stagingFolder}/running`, "process 1 on elsewhere");
    expect((await write({ "a.yaml": "1\n" })).failure).toBeDefined();
    utimesSync(join(root, stagingFolder, "running"), new Date(0), new Date(0));
    expect((await write({ "a.yaml": "1\n" }, { patience: 1000 })).failure).toBeUndefined();
    expect(everything()).toEqual([lockFile, "a.yaml"]);
  });
});

test("a read-only folder is told in plain words, and a run without changes needs no write", async () => {
  await write({ "a.yaml": "1\n" });
  const readOnly = () => {
    throw Object.assign(new Error("EROFS: read-only file system"), {
      code: "EROFS",
      syscall: "open",
    });
  };
  expect((await write({ "a.yaml": "2\n" }, { step: readOnly })).failure).toMatchObject({
    reason: "the file system is read-only",
    started: false,
  });
  expect((await write({ "a.yaml": "1\n" }, { step: readOnly })).failure).toBeUndefined();
});

test("planning touches nothing", () => {
  put("a.yaml", "mine\n");
  const { plan, settled } = planOnDisk(root, tree({ "a.yaml": "1\n", "b.yaml": "1\n" }), false);
  expect([plan.conflicts.length, plan.create.length, settled]).toEqual([1, 1, false]);
  expect(everything()).toEqual(["a.yaml"]);
});

describe("whatever users and runs do one after the other", () => {
  const path = fc.constantFrom("a.yaml", "b.yaml", "c/d.yaml", "c/e/f.yaml", "c");
  const generated = fc.dictionary(
    fc.constantFrom("a.yaml", "b.yaml", "c/d.yaml", "c/e/f.yaml"),
    fc.constantFrom("1\n", "2\n", "3\n"),
  );
  const action = fc.oneof(
    fc.record({
      does: fc.constant("generate" as const),
      files: generated,
      stopAt: fc.option(fc.nat(12), { nil: undefined, freq: 2 }),
    }),
    fc.record({
      does: fc.constant("edit" as const),
      path,
      text: fc.nat(5).map((number) => `user ${number}`),
    }),
    fc.record({ does: fc.constant("append" as const), path, text: fc.constant("user's line\n") }),
    fc.record({ does: fc.constant("delete" as const), path }),
  );

  test("no byte of the user's is lost, and what is written is what was asked for", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 14 }), async (actions) => {
        rmSync(root, { recursive: true });
        mkdirSync(root);
        const users = new Map<string, string>();
        for (const act of actions) {
          if (act.does === "generate") await generate(act.files, act.stopAt);
          else touch(act, users);
          for (const [file, text] of users) expect(read(file)).toBe(text);
        }
      }),
      { numRuns: 400 },
    );
  });

  async function generate(
    files: Record<string, string>,
    stopAt: number | undefined,
  ): Promise<void> {
    let left = stopAt ?? Infinity;
    const step = (): void => {
      if (left-- === 0) throw Object.assign(new Error("stop"), { code: "EIO", syscall: "write" });
    };
    const { plan, failure } = await write(files, { step });
    if (plan.conflicts.length > 0 || failure) return;
    for (const [file, text] of Object.entries(files)) expect(read(file)).toBe(text);
    expect(everything()).not.toContain(stagingFolder);
  }

  function touch(
    act: { does: "edit" | "append" | "delete"; path: string; text?: string },
    users: Map<string, string>,
  ): void {
    const full = join(root, act.path);
    if (act.path.startsWith("c/") && statSync(join(root, "c"), { throwIfNoEntry: false })?.isFile())
      return;
    const stat = statSync(full, { throwIfNoEntry: false });
    if (act.does === "delete") {
      rmSync(full, { recursive: true, force: true });
      for (const file of users.keys())
        if (file === act.path || file.startsWith(`${act.path}/`)) users.delete(file);
      return;
    }
    if (stat?.isDirectory()) return;
    const text = act.does === "append" && stat ? read(act.path) + act.text! : act.text!;
    put(act.path, text);
    users.set(act.path, text);
  }
});
