import {
  type Attendant,
  type AttendantData,
  setAttendant,
} from "../platform/attendant.ts";
import { workerThreads } from "../platform/worker-threads.ts";

/** So long the end of this process waits for the thread's. */
const mostEndMs = 5000;

/**
 * In a worker process: starts the thread. Resolves once the work may begin, which it may also when the thread fails.
 * @param name of this worker, for people
 */
export function attend(attendant: Attendant, name: string): Promise<void> {
  // Those that this one starts have theirs.
  setAttendant(attendant);
  const gone = new Int32Array(new SharedArrayBuffer(4));
  const data: AttendantData = { data: attendant.data, name, gone };
  return new Promise((resolve) => {
    const { Worker } = workerThreads();
    // The flags of this process are for its work.
    const thread = new Worker(attendant.file, {
      workerData: data,
      execArgv: [],
    });
    const begin = () => {
      thread.unref();
      resolve();
    };
    const end = () => {
      thread.postMessage(null);
      Atomics.wait(gone, 0, 0, mostEndMs);
    };
    process.on("exit", end);
    thread.on("message", (word: unknown) => {
      begin();
      if (word !== "leave") return;
      process.off("exit", end);
      thread.postMessage(word);
    });
    thread.once("error", begin);
    thread.once("exit", () => {
      process.off("exit", end);
      begin();
    });
  });
}
