import { mkdirSync, mkdtempSync, realpathSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { simpleGit } from "simple-git";
import { afterEach, beforeEach, expect, test } from "vitest";
import { listChangedSince, listFiles, listRemotes, openRepository } from "./repository.ts";
import { readIndex } from "./staged.ts";

let folder: string;
const write = (path: string, text: string | Buffer): void =>
  writeFileSync(join(folder, path), text);
const git = (...words: string[]): Promise<string> => simpleGit(folder).raw(words);
const commit = async (): Promise<void> => {
  await git("add", "--all");
  await git(
    "-c",
    "user.name=a",
    "-c",
    "user.email=a@example.com",
    "commit",
    "--quiet",
    "--message=x",
  );
};

beforeEach(async () => {
  folder = realpathSync(mkdtempSync(join(tmpdir(), "meshwright-git-")));
  await git("init", "--quiet", "--initial-branch=main");
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test("a repository is found from its subfolders, and not outside", async () => {
  mkdirSync(join(folder, "deep/er"), { recursive: true });
  expect(await openRepository(join(folder, "deep/er"))).toEqual({ root: folder });
  const outside = mkdtempSync(join(tmpdir(), "meshwright-none-"));
  expect(await openRepository(outside)).toBeUndefined();
  rmSync(outside, { recursive: true });
});

test("files that are ignored or deleted are not listed; names of any letters are", async () => {
  write(".gitignore", "out/\n*.log\n");
  mkdirSync(join(folder, "out"));
  for (const path of ["kept.yaml", "gone.yaml", "out/a.yaml", "b.log", 'größe "x".yaml'])
    write(path, "a: 1\n");
  await commit();
  rmSync(join(folder, "gone.yaml"));
  write("new.yaml", "a: 1\n");
  expect(await listFiles({ root: folder })).toEqual([
    ".gitignore",
    'größe "x".yaml',
    "kept.yaml",
    "new.yaml",
  ]);
});

test("the index is read, not the work tree", async () => {
  for (const path of ["same.yaml", "part.yaml", "moved.yaml", "removed.yaml"])
    write(path, `file: ${path}\n`);
  await commit();
  write("part.yaml", "staged: 1\n");
  write("binary.yaml", Buffer.from([0xff, 0x00, 0x0a, 0xfe]));
  renameSync(join(folder, "moved.yaml"), join(folder, "renamed.yaml"));
  rmSync(join(folder, "removed.yaml"));
  await git("add", "--all");
  write("part.yaml", "not staged: 1\n");
  write("binary.yaml", "text");
  write("untracked.yaml", "a: 1\n");
  write("same.yaml", "changed, but not staged\n");
  const index = (await readIndex({ root: folder }))!;
  expect(index.paths).toEqual(["binary.yaml", "part.yaml", "renamed.yaml", "same.yaml"]);
  expect([...index.staged].sort()).toEqual([
    "binary.yaml",
    "moved.yaml",
    "part.yaml",
    "removed.yaml",
    "renamed.yaml",
  ]);
  expect(index.contents.get("part.yaml")!.toString()).toBe("staged: 1\n");
  expect(index.contents.get("same.yaml")!.toString()).toBe("file: same.yaml\n");
  expect([...index.contents.get("binary.yaml")!]).toEqual([0xff, 0x00, 0x0a, 0xfe]);
  expect(index.contents.has("renamed.yaml")).toBe(false);
});

test("before the first commit everything in the index is staged", async () => {
  write("first.yaml", "a: 1\n");
  write("second.yaml", "a: 1\n");
  await git("add", "first.yaml");
  expect((await readIndex({ root: folder }))!.staged).toEqual(new Set(["first.yaml"]));
});

test("a linked worktree has its own index", async () => {
  write("main.yaml", "a: 1\n");
  await commit();
  const linked = `${folder}-linked`;
  await git("worktree", "add", "--quiet", linked);
  writeFileSync(join(linked, "linked.yaml"), "a: 1\n");
  await simpleGit(linked).raw(["add", "linked.yaml"]);
  const repository = (await openRepository(linked))!;
  expect(repository.root).toBe(linked);
  expect((await readIndex(repository))!.staged).toEqual(new Set(["linked.yaml"]));
  expect((await readIndex({ root: folder }))!.staged).toEqual(new Set());
  rmSync(linked, { recursive: true });
});

test("the index that Git names to a hook is the one that counts", async () => {
  write("one.yaml", "a: 1\n");
  write("two.yaml", "a: 1\n");
  await commit();
  write("one.yaml", "a: 2\n");
  write("two.yaml", "a: 2\n");
  await git("add", "one.yaml");
  process.env["GIT_INDEX_FILE"] = join(folder, ".git/other-index");
  try {
    await simpleGit({ baseDir: folder, allowEnvironment: ["GIT_INDEX_FILE"] }).raw([
      "read-tree",
      "HEAD",
    ]);
    await simpleGit({ baseDir: folder, allowEnvironment: ["GIT_INDEX_FILE"] }).raw([
      "add",
      "two.yaml",
    ]);
    expect((await readIndex({ root: folder }))!.staged).toEqual(new Set(["two.yaml"]));
  } finally {
    delete process.env["GIT_INDEX_FILE"];
  }
  expect((await readIndex({ root: folder }))!.staged).toEqual(new Set(["one.yaml"]));
});

test("an unresolved merge has no content to judge", async () => {
  write("both.yaml", "a: 1\n");
  await commit();
  await git("switch", "--quiet", "--create", "other");
  write("both.yaml", "a: 2\n");
  await commit();
  await git("switch", "--quiet", "main");
  write("both.yaml", "a: 3\n");
  await commit();
  await git("merge", "other").catch(() => undefined);
  expect(await readIndex({ root: folder })).toBeUndefined();
});

test("what changed since a branch was left counts, what happened there does not", async () => {
  write("base.yaml", "a: 1\n");
  write("ours.yaml", "a: 1\n");
  await commit();
  await git("switch", "--quiet", "--create", "feature");
  write("ours.yaml", "a: 2\n");
  await commit();
  await git("switch", "--quiet", "main");
  write("base.yaml", "a: 2\n");
  await commit();
  await git("switch", "--quiet", "feature");
  write("new.yaml", "a: 1\n");
  expect(await listChangedSince({ root: folder }, "main")).toEqual(["new.yaml", "ours.yaml"]);
  expect(await listChangedSince({ root: folder }, "nowhere")).toBeUndefined();
  expect(await listChangedSince({ root: folder }, "--output=stolen")).toBeUndefined();
});

test("remotes are listed by address", async () => {
  await git("remote", "add", "origin", "https://git.example.com/platform/fleet.git");
  expect(await listRemotes({ root: folder })).toEqual([
    "https://git.example.com/platform/fleet.git",
  ]);
});
