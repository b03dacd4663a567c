import Type from "typebox";
import { block, listOf, text } from "./build.ts";
import { filledLine, ruleName } from "./patterns.ts";

const glob = (description: string, example: string) =>
  Type.Optional(
    text(filledLine, {
      description: `${description}; \`*\` stands for anything`,
      examples: [example],
    }),
  );

const acknowledgement = block(
  {
    rule: text(ruleName, {
      description: "The rule that made the finding",
      examples: ["services/istio-kubernetes"],
    }),
    reason: text(filledLine, {
      description: "Why it is accepted",
      examples: ["this cluster is read-only until it is gone"],
    }),
    file: glob("Only findings in these files", "apps/shop/*"),
    cluster: glob("Only findings about these clusters", "paas-2019"),
  },
  { description: "A finding that is known and accepted" },
);

const external = block(
  {
    kind: glob("Kind, with its group where it has one", "Secret"),
    namespace: glob("Namespace", "istio-ingress"),
    name: glob("Name", "*-tls"),
    host: glob("Host name", "*.example.org"),
  },
  { description: "Something that exists without being in this repository", minProperties: 1 },
);

/** What a linter's user may set: block `lint` of services.yaml, and the whole of `.meshwright.yaml`. */
export const lintSchema = block(
  {
    severities: Type.Optional(
      Type.Unsafe<Record<string, "error" | "warning" | "info" | "off" | false>>({
        type: "object",
        description:
          "Severity by rule, where it is not to be the rule's own: `error`, `warning`, `info` or `off`",
        default: {},
        examples: [{ "istio/gateway-exists": "warning" }],
        propertyNames: { ...ruleName },
        // YAML reads an `off` without quotes as false.
        additionalProperties: { enum: ["error", "warning", "info", "off", false] },
      }),
    ),
    acknowledge: Type.Optional(
      listOf(acknowledgement, {
        description:
          "Findings that are known and accepted, each with its reason. One that matches nothing any more is reported",
        default: [],
        examples: [
          [
            {
              rule: "services/istio-kubernetes",
              cluster: "paas-2019",
              reason: "kept for the record",
            },
          ],
        ],
      }),
    ),
    ignore: Type.Optional(
      listOf(
        text(filledLine, {
          description: "A glob; `*` stands for anything, slashes too",
          examples: ["tests/*"],
        }),
        {
          description:
            "Files that are not checked and that nothing refers to, such as the fixtures of tests",
          default: [],
          examples: [["tests/*"]],
        },
      ),
    ),
    external: Type.Optional(
      listOf(external, {
        description: "What the rules may take as given though it is not in this repository",
        default: [],
        examples: [[{ kind: "Secret", name: "*-tls" }]],
      }),
    ),
  },
  {
    description: "Settings of the linter",
    examples: [{ severities: { "istio/gateway-exists": "warning" } }],
  },
);
