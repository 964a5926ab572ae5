/** Tells a thread by its `workerData` that no Piscina runs it: it has one target and ends by itself. */
export const alone = "romanesco.alone";

export function runsAlone(workerData: unknown): boolean {
  return workerData === alone;
}
