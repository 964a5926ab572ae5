import { describe, expect, test } from "vitest";
import { decodeError, encodeError } from "../../../lib/transfer/errors.ts";

/** As from a worker and back. */
const travel = (error: unknown): unknown =>
  decodeError(structuredClone(encodeError(error)), "");

describe("an error that travels", () => {
  test("may be its own cause", () => {
    const error = new Error("round");
    error.cause = error;
    const back = travel(error) as Error;
    expect(back.message).toBe("round");
    expect(back.cause).toBe(back);
  });

  test("may be in a ring of causes, or hold itself", () => {
    const one = new TypeError("one");
    const two = new RangeError("two", { cause: one });
    one.cause = two;
    const back = travel(one) as { cause: { cause: unknown } };
    expect(back.cause).toBeInstanceOf(RangeError);
    expect(back.cause.cause).toBe(back);
    const all = new AggregateError([], "all");
    all.errors.push(all, new Error("other"));
    const gathered = travel(all) as AggregateError;
    expect(gathered).toBeInstanceOf(AggregateError);
    expect(gathered.errors[0]).toBe(gathered);
    expect(gathered.errors[1]).toMatchObject({ message: "other" });
  });

  test("may have a chain of causes without an end", () => {
    let error = new Error("0");
    for (let at = 1; at < 5000; at += 1)
      error = new Error(`${at}`, { cause: error });
    let depth = 0;
    for (let each = travel(error); each instanceof Error; each = each.cause)
      depth += 1;
    expect(depth).toBe(100);
  });

  test("may have a message, a stack, a name, fields and a cause that throw when read", () => {
    const error = new Error("fine");
    for (const key of [
      "stack",
      "message",
      "name",
      "cause",
      "constructor",
      "field",
    ])
      Object.defineProperty(error, key, {
        enumerable: true,
        get() {
          throw new Error("not to be read");
        },
      });
    const back = travel(error) as Error;
    expect(back.message).toBe("(the error's message could not be read)");
    expect(back.name).toBe("Error");
    const torn = new Proxy(new Error("behind"), {
      get() {
        throw new Error("not to be read");
      },
    });
    expect(travel(torn)).toBeInstanceOf(Error);
  });
});
