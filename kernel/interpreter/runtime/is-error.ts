/** Also of proxies that throw when they are asked, and of revoked ones: those are none. */
export function isError(value: unknown): value is Error {
  try {
    return value instanceof Error;
  } catch {
    return false;
  }
}
