import { measure } from "../../../lib/index.ts";

/** The median of a few runs in a process that has warmed up, in milliseconds. */
export async function repeat(
  times: number,
  run: () => Promise<unknown>,
): Promise<number> {
  await run();
  const { median } = await measure(run, { repeats: times, warmups: 0 });
  return median * 1000;
}
