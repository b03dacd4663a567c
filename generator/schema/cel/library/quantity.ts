import { compareQuantities, type Quantity, parseQuantity } from "../../quantity.ts";
import { CelError, noOverload } from "../error.ts";
import { Extension, int, type Value } from "../values.ts";
import type { CelFunction, CelMethod } from "./index.ts";

class QuantityValue extends Extension {
  readonly type = "kubernetes.Quantity";
  readonly quantity: Quantity;
  constructor(quantity: Quantity) {
    super();
    this.quantity = quantity;
  }
  equals(other: Extension): boolean {
    return compareQuantities(this.quantity, (other as QuantityValue).quantity) === 0;
  }
}

function read(text: Value | undefined): Quantity | undefined {
  if (typeof text !== "string") throw noOverload("quantity");
  return parseQuantity(text);
}

export const quantityFunctions: Readonly<Record<string, CelFunction>> = {
  quantity: ([text]) => {
    const quantity = read(text);
    if (quantity === undefined)
      throw new CelError(
        `quantities must match the regular expression of resource.Quantity: ${JSON.stringify(text)}`,
      );
    return new QuantityValue(quantity);
  },
  isQuantity: ([text]) => read(text) !== undefined,
  sign: ([value]) => {
    if (!(value instanceof QuantityValue)) throw noOverload("sign");
    return signOf(value.quantity);
  },
};

/** Source: apiserver pkg/cel/library/quantity.go. */
export const quantityMethods: Readonly<Record<string, CelMethod>> = {
  sign: on((quantity) => signOf(quantity)),
  isGreaterThan: on((quantity, other) => compareQuantities(quantity, quantityOf(other)) > 0),
  isLessThan: on((quantity, other) => compareQuantities(quantity, quantityOf(other)) < 0),
  compareTo: on((quantity, other) => BigInt(compareQuantities(quantity, quantityOf(other)))),
  isInteger: on((quantity) => wholeOf(quantity) !== undefined),
  asInteger: on((quantity) => {
    const whole = wholeOf(quantity);
    if (whole === undefined) throw new CelError("cannot convert value to integer");
    return whole;
  }),
  asApproximateFloat: on((quantity) => Number(quantity.units) / 10 ** quantity.scale),
  add: on((quantity, other) => addUnits(quantity, operandOf(other), 1n)),
  sub: on((quantity, other) => addUnits(quantity, operandOf(other), -1n)),
};

function on(method: (quantity: Quantity, other: Value | undefined) => Value): CelMethod {
  return (receiver, [other]) =>
    receiver instanceof QuantityValue ? method(receiver.quantity, other) : undefined;
}

function quantityOf(value: Value | undefined): Quantity {
  if (value instanceof QuantityValue) return value.quantity;
  throw noOverload("quantity");
}

function operandOf(value: Value | undefined): Quantity {
  return typeof value === "bigint" ? { units: value, scale: 0 } : quantityOf(value);
}

function signOf(quantity: Quantity): bigint {
  return quantity.units > 0n ? 1n : quantity.units < 0n ? -1n : 0n;
}

function wholeOf(quantity: Quantity): bigint | undefined {
  const size = 10n ** BigInt(quantity.scale);
  if (quantity.units % size !== 0n) return undefined;
  try {
    return int(quantity.units / size);
  } catch {
    return undefined;
  }
}

function addUnits(left: Quantity, right: Quantity, sign: 1n | -1n): QuantityValue {
  const scale = Math.max(left.scale, right.scale);
  const units =
    left.units * 10n ** BigInt(scale - left.scale) +
    sign * right.units * 10n ** BigInt(scale - right.scale);
  return new QuantityValue({ units, scale });
}
