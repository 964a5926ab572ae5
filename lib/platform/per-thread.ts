/**
 * A value that all copies of this library in a thread have in common. There are two in every worker: the small file that
 * it runs, and the whole library once a task imports it.
 */
export function perThread<T>(name: string, make: () => T): T {
  const globals = globalThis as Record<symbol, unknown>;
  // Only this function writes to these keys.
  return (globals[Symbol.for(`romanesco.${name}`)] ??= make()) as T;
}
