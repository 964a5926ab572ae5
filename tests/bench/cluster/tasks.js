/** What the measurements run in workers. */
export const square = (x) => x * x;

export function spin(ms) {
  const end = performance.now() + ms;
  while (performance.now() < end);
  return ms;
}
