import { existsSync } from "node:fs";
import {
  describeStartFailure,
  isStartLimit,
} from "../../lib/platform/start-failure.ts";

/** Why the process that cells run in is gone, or why there is none. */
export type EndReason =
  | { kind: "exit"; code: number }
  | { kind: "signal"; signal: NodeJS.Signals }
  | { kind: "memory" }
  /** It did not stop when it was asked to. */
  | { kind: "stubborn" }
  /** It could not be started, or ended before it was ready. */
  | { kind: "start"; why: string };

/** V8's own last words. A program that prints them and then ends in another way has not run out of memory. */
const memoryWords = /heap out of memory|JavaScript out of memory/;
/** What a shell, and with it a sandbox, gives for a child that was aborted. */
const abortedCode = 134;

/** @param lastWords end of what its native code wrote to stderr */
export function toEndReason(
  code: number | null,
  signal: NodeJS.Signals | null,
  lastWords: string,
): EndReason {
  const aborted = code === abortedCode || (signal && signal !== "SIGKILL");
  if (aborted && memoryWords.test(lastWords)) return { kind: "memory" };
  return signal
    ? { kind: "signal", signal }
    : { kind: "exit", code: code ?? 0 };
}

export function describeEnd(reason: EndReason): string {
  switch (reason.kind) {
    case "memory":
      return "the runtime ran out of memory";
    case "stubborn":
      return "the cell did not stop, so its process was ended";
    case "signal":
      return `the runtime was ended by ${reason.signal}`;
    case "exit":
      return `the runtime ended with exit code ${reason.code}`;
    case "start":
      return reason.why;
  }
}

interface FailedStart {
  directory: string;
  program: string;
  /** What the system said, if the process could not be started at all. */
  error?: unknown;
  end?: EndReason;
  lastWords?: string;
}

/** Says why no runtime came up, and what to do about it. */
export function explainStart(failed: FailedStart): EndReason {
  return { kind: "start", why: whyNotStarted(failed) };
}

function whyNotStarted({
  directory,
  program,
  error,
  end,
  lastWords = "",
}: FailedStart): string {
  if (!existsSync(directory))
    return `the notebook's folder ${directory} is not there. Put it back, or open the notebook where it is now`;
  if (!existsSync(program) || !existsSync(process.execPath))
    return "the kernel's own files are not where they were. Restart the kernel";
  if (error !== undefined && isStartLimit(error))
    return `${describeStartFailure(error)}. End other kernels or programs`;
  const how = end ? describeEnd(end) : String((error as Error)?.message);
  const options = process.env.NODE_OPTIONS
    ? ` NODE_OPTIONS is ${process.env.NODE_OPTIONS}: the kernel may not start with it.`
    : "";
  return `${how} as it started.${options} Restart the kernel if this goes on${excerpt(lastWords)}`;
}

/** The lines that say most: a message and where it comes from, not the whole stack. */
function excerpt(lastWords: string): string {
  const lines = lastWords.trim().split("\n");
  const telling = lines.find((line) => /^\w*Error\b.*:/.test(line)) ?? lines[0];
  return telling ? ` (${telling.slice(0, 300)})` : "";
}
