import type { WireCall } from "../worker/messages.ts";
import type { WorkerOptions } from "../worker/worker-handle.ts";
import type { Executor } from "./executor.ts";

/** A method of what `on` takes. */
export const runsTasks: unique symbol = Symbol.for("romanesco.runsTasks");

/** Workers elsewhere: a {@link Cluster}. */
export interface RunsTasks {
  /** @internal Makes an executor of a pool's settings. */
  [runsTasks](settings: RemoteSettings): Executor;
}

/** A pool's options, packed so that they can travel. */
export interface RemoteSettings extends WorkerOptions {
  name: string;
  /** All there are if nobody says. */
  maxWorkers: number | undefined;
  initializer: WireCall | undefined;
  maxTasksPerChild: number | undefined;
  idleTimeout: number | undefined;
  minWorkers: number | undefined;
}
