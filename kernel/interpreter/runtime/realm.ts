/** The platform's own, taken before the first cell: a cell may delete or replace any global, and the runtime goes on. */
export const {
  Error,
  Promise,
  Symbol,
  Object,
  String,
  JSON,
  Number,
  Set,
  Map,
  Date,
  setImmediate,
  setTimeout,
} = globalThis;
