/** The parallel toolbox: Python's multiprocessing, concurrent.futures and threading, for TypeScript. */
export {
  Pool,
  ThreadPool,
  type ImapOptions,
  type MapOptions,
  type PoolOptions,
} from "./pool/pool.ts";
export { AsyncResult, type Callbacks } from "./future/async-result.ts";
export { LazyMap } from "./pool/lazy-map.ts";
export {
  MapResults,
  ProcessPoolExecutor,
  ThreadPoolExecutor,
  type ExecutorMapOptions,
  type Inputs,
  type PoolExecutorOptions,
  type ThreadPoolExecutorOptions,
} from "./pool/executors.ts";
export { Future, type FutureState } from "./future/future.ts";
export {
  ALL_COMPLETED,
  asCompleted,
  FIRST_COMPLETED,
  FIRST_EXCEPTION,
  wait,
  type CompletedFuture,
  type CompletedOptions,
  type ResultOf,
  type WaitOptions,
  type WaitResult,
} from "./pool/wait.ts";
export type { ExecutorOptions } from "./pool/make-executor.ts";
export { Cluster, type ConnectOptions } from "./cluster/home/cluster.ts";
export type { ClusterHost } from "./cluster/home/describe.ts";
export { ClusterError } from "./cluster/nats/credentials.ts";
export type { RunsTasks } from "./pool/on.ts";
export type { Items } from "./pool/items.ts";
export type { Limits, TaskOptions } from "./pool/limits.ts";
export type { Progress } from "./pool/task-bar.ts";
export type { TaskRecord } from "./worker/timeline.ts";
export {
  BrokenExecutorError,
  CancelledError,
  ExecutorClosedError,
  InterruptError,
  PoolError,
  SharedMemoryError,
  StateError,
  TimeoutError,
  WorkerExitError,
} from "./errors.ts";
export { TransferError } from "./transfer/transfer-error.ts";

export { activeChildren, Process } from "./process/process.ts";
export { Thread } from "./process/thread.ts";
export type { TargetOptions } from "./process/work.ts";
export {
  currentProcess,
  currentThread,
  parentProcess,
  type Current,
  type Parent,
  type ParentProcess,
} from "./platform/current.ts";
export { cpuCount } from "./platform/cpu-count.ts";

export { Barrier } from "./sync/barrier.ts";
export { Condition } from "./sync/condition.ts";
export { Event } from "./sync/event.ts";
export { Lock } from "./sync/lock.ts";
export { Manager, type RemoteNamespace } from "./sync/manager.ts";
export type { Box, Dict, List, Namespace } from "./sync/collections.ts";
export { RemoteObject, type Remote } from "./sync/remote-object.ts";
export { Connection, Pipe, type Readable, type Waitable } from "./sync/pipe.ts";
export { JoinableQueue, Queue, SimpleQueue } from "./sync/queue.ts";
export { RLock } from "./sync/r-lock.ts";
export { BoundedSemaphore, Semaphore } from "./sync/semaphore.ts";
export { shared, type TypedArray } from "./sync/shared.ts";
export { SharedArray } from "./sync/shared-array.ts";
export { Value } from "./sync/value.ts";
export type {
  ArrayOf,
  Arrays,
  NumberOf,
  NumberType,
  ValueType,
} from "./sync/number-types.ts";
export {
  BrokenBarrierError,
  ClosedError,
  NotSharedError,
  QueueEmptyError,
  QueueFullError,
} from "./sync/errors.ts";

export { perfCounter } from "./timing/perf-counter.ts";
export { sleep } from "./timing/sleep.ts";
export { Stopwatch } from "./timing/stopwatch.ts";
export {
  measure,
  type Measurement,
  type MeasureOptions,
} from "./timing/measure.ts";
export {
  compare,
  DisagreementError,
  type CompareOptions,
} from "./timing/compare.ts";
export { Comparison, type Variant } from "./timing/comparison.ts";

export * from "./plots/index.ts";
export * from "./widgets/index.ts";
