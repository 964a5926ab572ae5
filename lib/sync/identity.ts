import { perThread } from "../platform/per-thread.ts";

/**
 * Who is who among all threads and processes of a program. Neither process nor thread numbers would do: the ones are used
 * again, and the others are the same in every process.
 */
const own = perThread("identity", () => ({
  number: newIdentity(),
  /** Names of the workers started here, by their numbers. */
  names: new Map<number, string>(),
}));

/** A number that no other thread has; it fits a cell of shared memory, where 0 means nobody. */
export function newIdentity(): number {
  return 1 + Math.floor(Math.random() * (2 ** 31 - 2));
}

/** The number of this thread, or of this process if it has one thread only. */
export function identity(): number {
  return own.number;
}

/** For workers: the number by which home knows them. */
export function setIdentity(number: number): void {
  own.number = number;
}

/** The name of a worker that this thread started; undefined for any other. */
export function nameOfWorker(number: number): string | undefined {
  return own.names.get(number);
}

export function nameWorker(number: number, name: string): void {
  own.names.set(number, name);
}

export function forgetWorker(number: number): void {
  own.names.delete(number);
}
