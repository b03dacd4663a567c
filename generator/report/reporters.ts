import { reportGithub } from "./github.ts";
import { reportGitlab } from "./gitlab.ts";
import { reportJson } from "./json.ts";
import { reportJunit } from "./junit.ts";
import { reportSarif } from "./sarif.ts";
import { reportTap } from "./tap.ts";
import { reportText } from "./text.ts";
import type { Reporter } from "./types.ts";

/** Every format of `--format`. */
export const formats = ["text", "json", "sarif", "junit", "github", "gitlab", "tap"] as const;

export type Format = (typeof formats)[number];

export const reporters: Readonly<Record<Format, Reporter>> = {
  text: reportText,
  json: reportJson,
  sarif: reportSarif,
  junit: reportJunit,
  github: reportGithub,
  gitlab: reportGitlab,
  tap: reportTap,
};
