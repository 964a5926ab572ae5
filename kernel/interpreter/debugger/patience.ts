/** A worker that is in a call of the system, such as `execFileSync`, hears nothing before that is over. */
const patienceMs = 3000;

/** Resolves when workers have heard; those that cannot hear will, but are not waited for. */
export async function untilHeard(
  hearing: Iterable<Promise<unknown>>,
): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, patienceMs);
  });
  await Promise.race([Promise.allSettled(hearing), late]);
  clearTimeout(timer);
}
