// Corpora of single schemas: one JSON a line, below the level of documents.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createRuleChecker } from "../../dist/schema/rules/cel/rule.js";
import { check } from "../../dist/schema/check.js";
import { prepare } from "../../dist/schema/prepare.js";
import { shapeOf } from "../../dist/schema/shape.js";
import { readYaml } from "../../dist/yaml/read.js";

/** Reads a line as the linter reads JSON, so that large integers keep their digits. */
function linesOf(file) {
  const lines = readFileSync(file, "utf8").split("\n");
  return lines.flatMap((line, index) =>
    line.trim() === ""
      ? []
      : [{ ...readYaml("case.json", line).documents[0].value, line: index + 1 }],
  );
}

const newPass = () => ({ dialect: "custom", partial: false, problems: [] });
const verdict = (valid) => (valid ? "accepts" : "rejects");
const explain = (problems) => problems.map((problem) => problem.message).join("; ");

/** CEL rules, in the schema of a field or of a resource. */
export function celCases(root) {
  const rules = createRuleChecker();
  return linesOf(join(root, "cases.jsonl")).map(
    ({ line, group, rule, isRoot, schema, object, valid }) => {
      const whole = isRoot ? schema : { type: "object", properties: { value: schema } };
      const problems = [];
      rules.check(isRoot ? object : { value: object }, shapeOf(whole, whole), problems);
      return {
        id: `line ${line} (${group}) ${rule ?? ""}`,
        want: verdict(valid),
        got: verdict(problems.length === 0),
        why: explain(problems),
      };
    },
  );
}

/** OpenAPI validation and list types run without the steps before them; pruning is judged by the unknown fields that it finds. */
export function structuralCases(root) {
  const files = readdirSync(root).filter((file) => file.endsWith(".jsonl"));
  return files.flatMap((file) =>
    linesOf(join(root, file)).map(
      ({ line, group, schema, object, valid, isResourceRoot, unknownFieldPaths }) => {
        const pass = newPass();
        const shape = shapeOf(schema, schema);
        const prunes = file === "prune.jsonl";
        if (prunes) prepare(object, shape, [], pass, isResourceRoot === true);
        else check(object, shape, [], pass);
        const want = prunes ? (unknownFieldPaths ?? []).length === 0 : valid;
        return {
          id: `${file} line ${line} (${group})`,
          want: verdict(want),
          got: verdict(pass.problems.length === 0),
          why: explain(pass.problems),
        };
      },
    ),
  );
}
