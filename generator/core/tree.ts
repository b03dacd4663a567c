/** A set of text files: repository-relative POSIX path → text. The pivot of Meshwright: generate makes one, lint reads one. */
export type Tree = ReadonlyMap<string, string>;
