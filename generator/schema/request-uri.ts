import { parseIp } from "../core/ip.ts";

/** The parts of a URI that rules and formats ask for. */
export interface RequestUri {
  readonly scheme: string;
  /** Host and port. */
  readonly host: string;
  /** The path, escaped. */
  readonly path: string;
  readonly query: string;
}

/**
 * Reads an absolute URI or an absolute path as Go's net/url.ParseRequestURI does.
 * @returns undefined where the text is neither
 */
export function parseRequestUri(text: string): RequestUri | undefined {
  if (/[\u0000-\u001f\u007f]/.test(text) || text === "") return undefined;
  if (text === "*") return { scheme: "", host: "", path: "*", query: "" };
  const scheme = /^([A-Za-z][A-Za-z0-9+.-]*):/.exec(text)?.[1] ?? "";
  const [location, query] = cut(scheme === "" ? text : text.slice(scheme.length + 1), "?");
  const parts = { scheme: scheme.toLowerCase(), query };
  if (!location.startsWith("/"))
    return scheme === "" ? undefined : { ...parts, host: "", path: "" };
  const hasAuthority = scheme !== "" && location.startsWith("//");
  if (!hasAuthority) return withPath({ ...parts, host: "" }, location);
  const slash = location.indexOf("/", 2);
  const host = readAuthority(location.slice(2, slash < 0 ? undefined : slash));
  return host === undefined
    ? undefined
    : withPath({ ...parts, host }, slash < 0 ? "" : location.slice(slash));
}

function withPath(
  parts: { scheme: string; host: string; query: string },
  path: string,
): RequestUri | undefined {
  const escaped = escapePath(path);
  return escaped === undefined ? undefined : { ...parts, path: escaped };
}

/** @returns the text before and after the first separator */
export function cut(text: string, separator: string): [string, string] {
  const at = text.indexOf(separator);
  return at < 0 ? [text, ""] : [text.slice(0, at), text.slice(at + 1)];
}

/** @returns host and port, or undefined where they are malformed */
function readAuthority(authority: string): string | undefined {
  const at = authority.lastIndexOf("@");
  if (at >= 0 && !/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(authority.slice(0, at)))
    return undefined;
  const host = authority.slice(at + 1);
  if (host.includes("[")) {
    // Go takes only IPv6 addresses in brackets, their zone behind %25
    const [, address = ""] = /^\[([^\]%]*)(?:%25[^\]]+)?\](?::\d*)?$/.exec(host) ?? [];
    return parseIp(address)?.length === 16 ? unescapeUri(host) : undefined;
  }
  const colon = host.lastIndexOf(":");
  if (colon >= 0 && !/^\d*$/.test(host.slice(colon + 1))) return undefined;
  return /[ "<>\\^`{|}]/.test(host) ? undefined : unescapeUri(host);
}

/** @returns the text with its escapes undone, or undefined where one is malformed */
export function unescapeUri(text: string): string | undefined {
  if (/%(?![0-9A-Fa-f]{2})/.test(text)) return undefined;
  return text.replaceAll(/(?:%[0-9A-Fa-f]{2})+/g, (run) =>
    Buffer.from(run.replaceAll("%", ""), "hex").toString(),
  );
}

/** Keeps a path that is escaped already; escapes what must be. */
function escapePath(path: string): string | undefined {
  if (/%(?![0-9A-Fa-f]{2})/.test(path)) return undefined;
  if (/^(?:[A-Za-z0-9\-_.~!'()*;:@&=+$,/[\]]|%[0-9A-Fa-f]{2})*$/.test(path)) return path;
  return [...Buffer.from(unescapeUri(path)!)].map(escapeByte).join("");
}

function escapeByte(byte: number): string {
  const character = String.fromCharCode(byte);
  return /[A-Za-z0-9\-_.~$&+,/:;=@]/.test(character)
    ? character
    : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`;
}
