import type { CellWork } from "./cell-work.ts";

/** What the host asks of the thread; it answers in the order in which it is asked. */
export interface ReaderRequest {
  method: keyof CellWork;
  args: unknown[];
}

export type ReaderAnswer =
  | { value: unknown }
  | { error: { message: string; stack: string | undefined } };
