const meanings: Readonly<Record<string, string>> = {
  EACCES: "permission denied",
  EPERM: "the operation is not permitted",
  EROFS: "the file system is read-only",
  ENOSPC: "no space is left on the disk",
  EDQUOT: "the disk quota is used up",
  ENOENT: "it does not exist",
  ENOTDIR: "a part of its path is a file, not a folder",
  EISDIR: "it is a folder, not a file",
  ELOOP: "its symbolic links lead in a circle",
  ENAMETOOLONG: "its name is too long for the file system",
  EMFILE: "too many files are open",
  EIO: "the disk reports an input/output error",
  EXDEV: "it is on another file system than the rest of the tree",
};

/**
 * Says in plain words what the operating system refused.
 * @param error what node:fs threw
 * @returns the reason, or undefined where it is no error of the operating system: a bug of ours, to be thrown on
 */
export function whyRefused(error: unknown): string | undefined {
  if (!(error instanceof Error) || !("code" in error) || !("syscall" in error)) return undefined;
  return meanings[String(error.code)] ?? String(error.code);
}
