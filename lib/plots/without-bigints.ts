/**
 * The value with each bigint in it as a number: neither JSON nor Plotly knows bigints. Above 2^53 they lose digits that no
 * picture shows.
 */
export function withoutBigints(value: unknown): unknown {
  if (typeof value === "bigint") return Number(value);
  if (value instanceof BigInt64Array || value instanceof BigUint64Array)
    return Array.from(value, Number);
  if (Array.isArray(value)) {
    const needed = value.some(
      (each) => typeof each === "bigint" || typeof each === "object",
    );
    return needed ? value.map(withoutBigints) : value;
  }
  if (Object.prototype.toString.call(value) !== "[object Object]") return value;
  return Object.fromEntries(
    Object.entries(value as object).map(([key, each]) => [
      key,
      withoutBigints(each),
    ]),
  );
}
