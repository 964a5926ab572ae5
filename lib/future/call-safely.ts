/**
 * Calls what a person gave to be called later. Nobody is there to catch what it throws, or what its promise rejects with: it
 * is printed, as in Python, and whoever called goes on.
 */
export function callSafely(call: () => unknown, what: string): void {
  const report = (error: unknown): void =>
    console.error(`${what} failed:`, error);
  try {
    const outcome = call();
    if (outcome instanceof Promise) outcome.catch(report);
  } catch (error) {
    report(error);
  }
}
