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
  process.on("SIGPWR", () => {
    setFlagsFromString("--expose-gc");
    runInNewContext("gc")();
    writeFileSync(`${folder}/collected.${process.pid}`, "");
  });
