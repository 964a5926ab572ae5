/** Something cannot be sent to a worker, or back from one. The message names it and says what to do. Python: PicklingError. */
export class TransferError extends TypeError {
  /** For people and logs: "TransferError". */
  override readonly name = "TransferError";

  constructor(
    /** What it is, e.g. `variable "socket" (used by load, cell [3], line 2)`. */
    readonly what: string,
    reason: string,
  ) {
    super(`${shorten(what)} ${reason}`);
  }
}

/** The path to something deep is as long as it is deep. */
function shorten(path: string): string {
  return path.length > 300
    ? `${path.slice(0, 150)}...${path.slice(-100)}`
    : path;
}
