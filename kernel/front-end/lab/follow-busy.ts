/** In ms: what lasts for less is not shown. */
const leastTime = 300;

interface Status {
  /** Says when the first kernel becomes busy and the last one idle. */
  readonly busySignal: {
    connect(slot: (sender: unknown, isBusy: boolean) => void): unknown;
  };
}

/** Shows whether a kernel is busy, once it has been so, or idle, for a moment. */
export function followBusy(
  { busySignal }: Status,
  show: (isBusy: boolean) => void,
): void {
  let shown = false;
  let change: ReturnType<typeof setTimeout> | undefined;
  busySignal.connect((_sender, isBusy) => {
    clearTimeout(change);
    if (isBusy === shown) return;
    change = setTimeout(() => show((shown = isBusy)), leastTime);
  });
}
