import { work } from "./tasks.ts";

/** A bare child process, the yardstick: it ends at once, or does its part of the work for each message. */
if (process.argv[2] !== "end") {
  process.on("message", (message: { work: number }) => {
    let last = 0;
    for (let i = 0; i < message.work; i += 1) last = work(i);
    process.send?.(last);
  });
}
