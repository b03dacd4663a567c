import { compareQuantities, type Quantity, parseQuantity } from "../../quantity.ts";
import { CelError, noOverload } from "../error.ts";
import { Extension, type Value } from "../values.ts";
import { type Amount, addAmounts, readAmount, wholeOf } from "./amount.ts";
import type { CelFunction, CelMethod } from "./index.ts";

class QuantityValue extends Extension {
  readonly type = "kubernetes.Quantity";
  readonly quantity: Quantity;
  readonly amount: Amount | undefined;
  constructor(quantity: Quantity, amount: Amount | undefined) {
    super();
    this.quantity = quantity;
    this.amount = amount;
  }
  /** The API server cannot compare anything with a sum or difference, though it can compare these with anything. */
  equals(other: Extension): boolean {
    if (other instanceof ComputedQuantity) throw noOverload("_==_");
    return compareQuantities(this.quantity, (other as QuantityValue).quantity) === 0;
  }
}

class ComputedQuantity extends QuantityValue {}

function read(text: Value | undefined): QuantityValue | undefined {
  if (typeof text !== "string") throw noOverload("quantity");
  const quantity = parseQuantity(text);
  return quantity && new QuantityValue(quantity, readAmount(text));
}

export const quantityFunctions: Readonly<Record<string, CelFunction>> = {
  quantity: ([text]) => {
    const quantity = read(text);
    if (quantity === undefined)
      throw new CelError(
        `quantities must match the regular expression of resource.Quantity: ${JSON.stringify(text)}`,
      );
    return quantity;
  },
  isQuantity: ([text]) => read(text) !== undefined,
  sign: ([value]) => {
    if (!(value instanceof QuantityValue)) throw noOverload("sign");
    return signOf(value.quantity);
  },
};

/** Source: apiserver pkg/cel/library/quantity.go. */
export const quantityMethods: Readonly<Record<string, CelMethod>> = {
  isGreaterThan: on(({ quantity }, other) => compareQuantities(quantity, quantityOf(other)) > 0),
  isLessThan: on(({ quantity }, other) => compareQuantities(quantity, quantityOf(other)) < 0),
  compareTo: on(({ quantity }, other) => BigInt(compareQuantities(quantity, quantityOf(other)))),
  isInteger: on(({ amount }) => wholeOf(amount) !== undefined),
  asInteger: on(({ amount }) => {
    const whole = wholeOf(amount);
    if (whole === undefined) throw new CelError("cannot convert value to integer");
    return whole;
  }),
  asApproximateFloat: on(({ quantity }) => Number(quantity.units) / 10 ** quantity.scale),
  add: on((quantity, other) => add(quantity, operandOf(other), 1n)),
  sub: on((quantity, other) => add(quantity, operandOf(other), -1n)),
};

function on(method: (quantity: QuantityValue, other: Value | undefined) => Value): CelMethod {
  return (receiver, [other]) =>
    receiver instanceof QuantityValue ? method(receiver, other) : undefined;
}

function quantityOf(value: Value | undefined): Quantity {
  if (value instanceof QuantityValue) return value.quantity;
  throw noOverload("quantity");
}

function operandOf(value: Value | undefined): QuantityValue {
  if (typeof value === "bigint")
    return new QuantityValue({ units: value, scale: 0 }, { value, scale: 0 });
  if (value instanceof QuantityValue) return value;
  throw noOverload("quantity");
}

function signOf(quantity: Quantity): bigint {
  return quantity.units > 0n ? 1n : quantity.units < 0n ? -1n : 0n;
}

function add(left: QuantityValue, right: QuantityValue, sign: 1n | -1n): QuantityValue {
  const [a, b] = [left.quantity, right.quantity];
  const scale = Math.max(a.scale, b.scale);
  const units =
    a.units * 10n ** BigInt(scale - a.scale) + sign * b.units * 10n ** BigInt(scale - b.scale);
  return new ComputedQuantity({ units, scale }, addAmounts(left.amount, right.amount, sign));
}
