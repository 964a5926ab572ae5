/**
 * Where the process of the cells begins. The runtime gets a realm of its own, with its own Array, Object and Promise: cells
 * may replace any member of theirs, and the runtime goes on. Only what cells touch directly is made in their realm.
 */
import { readFileSync } from "node:fs";
import Module from "node:module";
import path, { join } from "node:path";
import util from "node:util";
import v8 from "node:v8";
import vm from "node:vm";
import { moveMessagePortToContext } from "node:worker_threads";
import { openCells } from "./cells-realm.ts";

interface Moved {
  onmessage(event: { data: unknown }): void;
  start(): void;
}

const file = join(__dirname, "isolated.cjs");
const context = vm.createContext();
const cells = openCells((port, listener) => {
  // There it is no EventEmitter.
  const moved = moveMessagePortToContext(port, context) as unknown as Moved;
  moved.onmessage = ({ data }) => listener(data as never);
  moved.start();
});

/** What Node adds to JavaScript and the runtime uses, as it was before the first cell. */
const platform = {
  Buffer,
  URL,
  console,
  crypto,
  performance: { now: performance.now.bind(performance) },
  process,
  queueMicrotask,
  setImmediate,
  setInterval,
  setTimeout,
  clearInterval,
  clearTimeout,
};
/** Whose members the runtime looks up each time it uses them: as they were, whatever a cell puts in their place. */
const kept = new Map<string, object>([
  ["node:vm", { ...vm }],
  ["node:v8", { ...v8 }],
  ["node:util", { ...util, types: { ...util.types } }],
  ["node:path", { ...path }],
  ["node:module", { ...Module }],
]);
const requireKept = (name: string): unknown => kept.get(name) ?? require(name);

// What the runtime throws on purpose it throws at cells.
const errors = { Error, RangeError, SyntaxError, TypeError };
const given = {
  require: Object.assign(requireKept, require),
  __filename: file,
  $cells: cells,
  ...errors,
  ...platform,
};

const begin = vm.compileFunction(
  readFileSync(file, "utf8"),
  Object.keys(given),
  {
    filename: file,
    parsingContext: context,
    importModuleDynamically: vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  },
);
begin(...Object.values(given));
