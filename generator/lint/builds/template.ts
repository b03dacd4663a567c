import { asText, isMapping } from "../../core/json.ts";
import type { Parameters } from "./applicationset.ts";

/**
 * Fills parameters into a template of an ApplicationSet: `{{path.basename}}`, or with goTemplate the part of Go's language that people
 * use for names and paths: `{{ .path.basename | lower }}`, `{{ index .path.segments 1 }}`.
 * @returns undefined where the template needs more than that, or a parameter that is not there
 */
export function renderTemplate(
  template: string,
  parameters: Parameters,
  go: boolean,
): string | undefined {
  let failed = false;
  const result = template.replaceAll(/\{\{-?\s*(.*?)\s*-?\}\}/gs, (_, expression: string) => {
    const value = go ? evaluate(expression, parameters) : parameters[expression];
    if (value === undefined || typeof value === "object") failed = true;
    return asText(value);
  });
  return failed ? undefined : result;
}

function evaluate(expression: string, parameters: Parameters): unknown {
  const [first, ...pipes] = expression.split("|").map((part) => part.trim());
  let value = evaluateTerm(first!, parameters);
  for (const pipe of pipes) {
    if (typeof value !== "string") return undefined;
    value = applyFunction(pipe, value, parameters);
  }
  return value;
}

function evaluateTerm(term: string, parameters: Parameters): unknown {
  if (/^(?:\.[\w-]+)+$/.test(term))
    return term.slice(1).split(".").reduce<unknown>(step, parameters);
  const quoted = /^"([^"\\]*)"$|^`([^`]*)`$/.exec(term);
  if (quoted) return quoted[1] ?? quoted[2];
  const [name, ...words] = term.split(/\s+/);
  if (name === "index" && words.length > 1) {
    return words
      .slice(1)
      .reduce<unknown>(
        (value, key) => step(value, key.replace(/^"(.*)"$/, "$1")),
        evaluateTerm(words[0]!, parameters),
      );
  }
  const argument = words.length > 0 ? evaluateTerm(words.at(-1)!, parameters) : undefined;
  return typeof argument === "string"
    ? applyFunction([name, ...words.slice(0, -1)].join(" "), argument, parameters)
    : undefined;
}

function step(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value[Number(key)];
  return isMapping(value) && Object.hasOwn(value, key) ? value[key] : undefined;
}

function applyFunction(call: string, value: string, parameters: Parameters): string | undefined {
  const [name, ...words] = call.split(/\s+/);
  const given = words.map((word) => evaluateTerm(word, parameters));
  switch (name) {
    case "lower":
      return value.toLowerCase();
    case "upper":
      return value.toUpperCase();
    case "trim":
      return value.trim();
    case "toString":
      return value;
    case "quote":
      return JSON.stringify(value);
    case "normalize":
      return value
        .toLowerCase()
        .replace(/[^-a-z0-9.]/g, "-")
        .replace(/^[-.]+|[-.]+$/g, "");
    case "replace":
      return typeof given[0] === "string" && typeof given[1] === "string"
        ? value.replaceAll(given[0], given[1])
        : undefined;
    case "trimPrefix":
      return typeof given[0] === "string"
        ? value.startsWith(given[0])
          ? value.slice(given[0].length)
          : value
        : undefined;
    case "trimSuffix":
      return typeof given[0] === "string"
        ? value.endsWith(given[0])
          ? value.slice(0, value.length - given[0].length)
          : value
        : undefined;
    default:
      return undefined;
  }
}
