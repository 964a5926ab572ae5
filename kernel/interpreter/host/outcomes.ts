import type { EndReason } from "../end-reason.ts";
import type { Outcome } from "../interpreter.ts";

/** The runtime has ended under what ran in it. */
export function lostOutcome(message: string, reason?: EndReason): Outcome {
  return {
    status: "error",
    name: "RuntimeExit",
    message,
    traceback: [`RuntimeExit: ${message}`],
    origin: "process",
    reason,
  };
}

export const noRuntime = "the process that cells run in has just ended";

/** Of a cell whose own word about its end was cut off, or came before it had heard of the Stop. */
export const interruptedUnheard = interrupted(
  "the cell was stopped; its variables are kept",
);

export const interruptedBeforeItRan = interrupted(
  "the cell was stopped before it ran",
);

function interrupted(message: string): Outcome & { status: "error" } {
  return {
    status: "error",
    name: "Interrupted",
    message,
    traceback: [`Interrupted: ${message}`],
  };
}
