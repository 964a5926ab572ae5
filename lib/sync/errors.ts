import { PoolError } from "../errors.ts";

/** Nothing came within the time. Python: queue.Empty. */
export class QueueEmptyError extends PoolError {}

/** No room came free within the time. Python: queue.Full. */
export class QueueFullError extends PoolError {}

/** The queue, or the pipe's other end, was closed and everything sent before was taken. Python: ValueError, EOFError. */
export class ClosedError extends PoolError {}

/** Someone gave up waiting at the barrier, or broke it. Python: BrokenBarrierError. */
export class BrokenBarrierError extends PoolError {}

/** Something that only threads of one process can do was asked for elsewhere. */
export class NotSharedError extends PoolError {
  constructor(what: string, instead: string) {
    super(
      `${what} needs memory that this process does not share with the one it came from. ${instead}`,
    );
  }
}
