import type { CommMessage, CommOpen } from "../protocol/comm.ts";

/** The kernel's end of one comm. */
export interface Comm {
  message(data: object, buffers: Uint8Array[]): void;
  /** The front end closed it. */
  closed(data: object): void;
}

/** Opens the kernel's end of a comm that a front end asked for. */
export type CommTarget = (open: CommOpen, buffers: Uint8Array[]) => Comm;

/** The open comms, and what front ends may open. */
export class Comms {
  readonly #targets = new Map<string, CommTarget>();
  readonly #open = new Map<string, { targetName: string; comm: Comm }>();

  register(targetName: string, target: CommTarget): void {
    this.#targets.set(targetName, target);
  }

  /** @returns whether there is such a target */
  open(open: CommOpen, buffers: Uint8Array[]): boolean {
    const target = this.#targets.get(open.target_name);
    if (!target) return false;
    this.#open.set(open.comm_id, {
      targetName: open.target_name,
      comm: target(open, buffers),
    });
    return true;
  }

  /** @returns whether such a comm is open */
  message({ comm_id, data }: CommMessage, buffers: Uint8Array[]): boolean {
    const entry = this.#open.get(comm_id);
    entry?.comm.message(data, buffers);
    return entry !== undefined;
  }

  close({ comm_id, data }: CommMessage): void {
    const entry = this.#open.get(comm_id);
    this.#open.delete(comm_id);
    entry?.comm.closed(data);
  }

  /** @param targetName undefined for the comms of all targets */
  list(
    targetName: string | undefined,
  ): Record<string, { target_name: string }> {
    const all = [...this.#open].map(
      ([id, entry]) => [id, { target_name: entry.targetName }] as const,
    );
    return Object.fromEntries(
      all.filter(
        ([, entry]) =>
          targetName === undefined || entry.target_name === targetName,
      ),
    );
  }
}
