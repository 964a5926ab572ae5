import type { EncodedValues } from "./messages.ts";
import { Packer } from "./packer.ts";

const none: never[] = [];

/**
 * Makes values ready for structured clone. Plain data comes back as itself, without a copy; instances of the cells'
 * classes and functions come back tagged, with the units that a worker needs to make them again.
 * @param nameOf what a value is called in errors, by its index
 * @throws TransferError naming the value and what to do
 */
export function encodeValues(
  values: unknown[],
  nameOf: (index: number) => string,
): EncodedValues {
  if (values.every(isPrimitive)) return { values, units: none, objects: none };
  const packer = new Packer();
  const encoded = packer.encodeAll(values, nameOf);
  const { shared, objects } = packer;
  return { values: encoded, units: packer.units(), shared, objects };
}

function isPrimitive(value: unknown): boolean {
  return (
    value === null ||
    (typeof value !== "object" &&
      typeof value !== "function" &&
      typeof value !== "symbol")
  );
}
