import { cut, parseRequestUri, type RequestUri, unescapeUri } from "../../request-uri.ts";
import { CelError, noOverload } from "../error.ts";
import { Extension, type Value } from "../values.ts";
import type { CelFunction, CelMethod } from "./index.ts";

class UrlValue extends Extension {
  readonly type = "kubernetes.URL";
  readonly text: string;
  readonly parts: RequestUri;
  constructor(text: string, parts: RequestUri) {
    super();
    this.text = text;
    this.parts = parts;
  }
  equals(other: Extension): boolean {
    return this.text === (other as UrlValue).text;
  }
}

function readUrl(text: Value | undefined): UrlValue | undefined {
  if (typeof text !== "string") throw noOverload("url");
  if (parseRequestUri(text) === undefined) return undefined;
  const parts = parseRequestUri(cut(text, "#")[0]);
  return new UrlValue(text, parts ?? { scheme: "", host: "", path: "", query: "" });
}

export const urlFunctions: Readonly<Record<string, CelFunction>> = {
  url: ([text]) => {
    const url = readUrl(text);
    if (url === undefined)
      throw new CelError(`URL parse error during conversion from string: ${JSON.stringify(text)}`);
    return url;
  },
  isURL: ([text]) => readUrl(text) !== undefined,
};

/** Source: apiserver pkg/cel/library/urls.go. */
export const urlMethods: Readonly<Record<string, CelMethod>> = {
  getScheme: on((url) => url.parts.scheme),
  getHost: on((url) => url.parts.host),
  getHostname: on((url) => hostnameOf(url.parts.host)),
  getPort: on((url) => /:(\d*)$/.exec(url.parts.host.replace(/^\[.*\]/, ""))?.[1] ?? ""),
  getEscapedPath: on((url) => url.parts.path),
  getQuery: on((url) => readQuery(url.parts.query)),
};

function on(method: (url: UrlValue) => Value): CelMethod {
  return (receiver) => (receiver instanceof UrlValue ? method(receiver) : undefined);
}

function hostnameOf(host: string): string {
  const bracket = /^\[(.*)\]/.exec(host);
  return bracket === null ? host.replace(/:\d*$/, "") : bracket[1]!;
}

function readQuery(query: string): Map<Value, Value> {
  const result = new Map<Value, string[]>();
  for (const pair of query.split("&")) {
    if (pair === "" || pair.includes(";")) continue;
    const [key, value] = cut(pair, "=").map((part) => unescapeUri(part.replaceAll("+", " "))) as [
      string | undefined,
      string | undefined,
    ];
    if (key === undefined || value === undefined) continue;
    result.set(key, [...(result.get(key) ?? []), value]);
  }
  return result;
}
