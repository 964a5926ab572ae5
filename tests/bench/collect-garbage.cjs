/**
 * Loaded before any program of Node's by `NODE_OPTIONS=--require`: SIGPWR collects all garbage, and leaves a file
 * `collected.PID` in the working directory. A heap snapshot collects it too, but its own memory, many times the heap,
 * is never given back and would be taken for growth.
 */
const { writeFileSync } = require("node:fs");
const { setFlagsFromString } = require("node:v8");
const { runInNewContext } = require("node:vm");
const { isMainThread } = require("node:worker_threads");

const folder = process.cwd();
if (isMainThread)
  process.on("SIGPWR", async () => {
    setFlagsFromString("--expose-gc");
    const collect = runInNewContext("gc");
    // What finalizers let go is garbage of the next time; buffers are given back by another thread, later.
    for (let time = 0; time < 3; time += 1) {
      collect();
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    writeFileSync(`${folder}/collected.${process.pid}`, "");
  });
