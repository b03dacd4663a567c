import { loadServices } from "../load.ts";

const head = 'version: 1\ngit: { url: "https://git.example.com/fleet.git" }\ndomain: example.com\n';

/** A file with this text after `version`, `git` and `domain`; line 4 is its first. Without clusters and services it gets one cluster. */
export function fileOf(text: string): string {
  const hasClusters = /^clusters:/m.test(text);
  return head + text + (hasClusters ? "" : "\nclusters: { one: }");
}

/** What is reported about a whole file, as `line:column rule: message`. */
export function problemsOf(text: string): string[] {
  return loadServices(text, "services.yaml").findings.map(
    ({ rule, message, at }) => `${at.line}:${at.column} ${rule}: ${message}`,
  );
}
