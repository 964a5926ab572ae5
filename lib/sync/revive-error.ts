import { SharedMemoryError, StateError, TimeoutError } from "../errors.ts";
import {
  BrokenBarrierError,
  ClosedError,
  QueueEmptyError,
  QueueFullError,
} from "./errors.ts";

const classes = [
  BrokenBarrierError,
  ClosedError,
  QueueEmptyError,
  QueueFullError,
  RangeError,
  SharedMemoryError,
  StateError,
  TimeoutError,
  TypeError,
].map((each) => each.prototype);

/** An error of this library as itself again, after it crossed to another process by name and message. */
export function reviveError(parts: { name: string; message: string }): Error {
  const error = new Error(parts.message);
  const prototype = classes.find(
    (each) => each.constructor.name === parts.name,
  );
  if (prototype !== undefined) Object.setPrototypeOf(error, prototype);
  Object.defineProperty(error, "name", {
    value: parts.name,
    configurable: true,
    writable: true,
  });
  return error;
}
