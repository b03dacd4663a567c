import Type from "typebox";
import { block, listOf, mapOf, text } from "./build.ts";
import { stringMatch } from "./matches.ts";
import { duration, filledLine, headerName, line } from "./patterns.ts";

/** Durations of waiting, and trying again. */
export const timeout = text(duration, {
  description: "How long an answer may take, over all tries; no limit when left out",
  examples: ["10s"],
});

export const retries = block(
  {
    attempts: Type.Integer({
      description: "How often to try again; 0 for never",
      minimum: 0,
      maximum: 100,
      examples: [3],
    }),
    perTryTimeout: Type.Optional(
      text(duration, { description: "How long one try may take", examples: ["2s"] }),
    ),
    retryOn: Type.Optional(
      text(filledLine, {
        description: "After which failures (Envoy's words, joined by commas)",
        examples: ["5xx,connect-failure"],
      }),
    ),
  },
  {
    description: "Try again when a request fails",
    examples: [{ attempts: 3, perTryTimeout: "2s" }],
  },
);

const names = (description: string, example: readonly string[]) =>
  Type.Optional(
    listOf(text(filledLine, { description: "A name", examples: [example[0]] }), {
      description,
      examples: [example],
    }),
  );

export const cors = block(
  {
    allowOrigins: listOf(
      stringMatch({
        description: "An origin, exact or {prefix} or {regex} (the last two: Istio 1.5 and newer)",
        examples: ["https://example.com"],
      }),
      {
        description: "Sites whose pages may call; `*` for all",
        minItems: 1,
        examples: [["https://example.com"]],
      },
    ),
    allowMethods: names("Methods that they may use", ["GET", "POST"]),
    allowHeaders: names("Headers that they may send", ["authorization"]),
    exposeHeaders: names("Headers of the answer that they may read", ["x-request-id"]),
    maxAge: Type.Optional(
      text(duration, { description: "How long a browser may remember this", examples: ["24h"] }),
    ),
    allowCredentials: Type.Optional(
      Type.Boolean({ description: "May they send cookies and logins?", default: false }),
    ),
  },
  {
    description: "Let pages of other sites call (CORS)",
    examples: [{ allowOrigins: ["https://example.com"], allowMethods: ["GET"] }],
  },
);

const headerValues = (description: string) =>
  Type.Optional(
    mapOf(text(line, { description: "Value", examples: ["1"] }), headerName, {
      description,
      default: {},
      examples: [{ "x-proxied": "1" }],
    }),
  );

const headerOperations = (of: string) =>
  Type.Optional(
    block(
      {
        set: headerValues("Headers to set, whatever they were"),
        add: headerValues("Headers to add"),
        remove: Type.Optional(
          listOf(text(headerName, { description: "A header", examples: ["server"] }), {
            description: "Headers to remove",
            default: [],
            examples: [["server"]],
          }),
        ),
      },
      { description: `Changes to the headers of the ${of}`, examples: [{ remove: ["server"] }] },
    ),
  );

export const headers = block(
  { request: headerOperations("request"), response: headerOperations("answer") },
  { description: "Changes to headers", examples: [{ request: { set: { "x-proxied": "1" } } }] },
);
