import Type, { type Static } from "typebox";
import { block, mapOf, stringOr, text, type Notes } from "./build.ts";
import { filledLine, headerName, line, method, path } from "./patterns.ts";

const regex = text(
  { ...filledLine, maxLength: 1024 },
  {
    description: "A regular expression (RE2) that matches the whole of it",
    examples: ["/v[12]/.*"],
  },
);

/** A value: exact as text, or a mapping that says how it is compared. */
export function stringMatch(notes: Notes) {
  return stringOr(
    line,
    block(
      {
        exact: Type.Optional(text(line, { description: "Exactly this", examples: ["v2"] })),
        prefix: Type.Optional(
          text(filledLine, { description: "Begins with this", examples: ["v2"] }),
        ),
        regex: Type.Optional(regex),
      },
      { description: "", minProperties: 1, maxProperties: 1 },
    ),
    notes,
  );
}

/** One kind of request: a path alone, or more that must all hold. */
export const requestMatch = stringOr(
  path,
  block(
    {
      exact: Type.Optional(text(path, { description: "Exactly this path", examples: ["/login"] })),
      prefix: Type.Optional(
        text(path, {
          description:
            "Paths that begin with this, character by character: `/shop` matches `/shopping` too",
          examples: ["/static/"],
        }),
      ),
      regex: Type.Optional(regex),
      ignoreCase: Type.Optional(
        Type.Boolean({
          description: "Compare paths without regard to case (Istio 1.2 and newer; not with regex)",
          default: false,
        }),
      ),
      method: Type.Optional(text(method, { description: "HTTP method", examples: ["GET"] })),
      headers: Type.Optional(
        mapOf(
          stringMatch({
            description: "The header's value, exact or {prefix} or {regex}",
            examples: ["v2"],
          }),
          headerName,
          {
            description: "Headers and their values",
            default: {},
            examples: [{ "x-version": "v2", cookie: { regex: ".*beta=1.*" } }],
          },
        ),
      ),
      query: Type.Optional(
        mapOf(
          stringMatch({
            description: "The parameter's value, exact or {prefix} or {regex}",
            examples: ["on"],
          }),
          filledLine,
          {
            description: "Query parameters and their values (Istio 1.2 and newer)",
            default: {},
            examples: [{ debug: "on" }],
          },
        ),
      ),
    },
    { description: "", minProperties: 1 },
  ),
  {
    description:
      "A path (exact), or a mapping of `exact`, `prefix` or `regex` with `method`, `headers` and `query`, all of which must hold",
    examples: ["/login", { prefix: "/static/", method: "GET" }],
  },
);

export type RequestMatchInput = Static<typeof requestMatch>;
