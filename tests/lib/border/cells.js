// Stands in for the process of a submission's cells: `node cells.js SOCKET`, its names are the exports below.
import { EventEmitter } from "node:events";
import { setTimeout as sleep } from "node:timers/promises";
import { openBorder } from "../../../dist/lib/border.js";

class Counter {
  #count = 0;
  step = 1;
  add() {
    this.#count += this.step;
    return this.#count;
  }
  static make() {
    return new Counter();
  }
}

let deep = {};
for (let n = 0; n < 20_000; n++) deep = { deep };
const cyclic = { name: "a", list: [] };
cyclic.list.push(cyclic);

const names = {
  Counter,
  counter: new Counter(),
  isSame: (a, b) => a === b,
  double: (n) => 2 * n,
  serve: async (turn) => {
    await globalThis[Symbol.for("romanesco.border")].serve(turn);
    return turn;
  },
  later: async (n) => {
    await sleep(1);
    return 2 * n;
  },
  twice: (task) => [task(1), task(2)],
  /** Each side calls the other, down to 0. */
  ping: (n, back) => (n === 0 ? "over" : back(n - 1, names.ping)),
  sort: (list) => {
    list.sort((a, b) => a - b);
  },
  addOne: (map) => map.set("one", 1).size,
  give: (what) =>
    ({
      deep,
      cyclic,
      date: new Date(0),
      bytes: new Uint8Array([1, 2]),
      sparse: [undefined, null, NaN, -0, 10n],
      map: new Map([["a", new Set([1])]]),
      error: new RangeError("too far"),
      emitter: new EventEmitter(),
    })[what],
  trap: new Proxy(
    {},
    {
      get() {
        throw new Error("not to be looked at");
      },
      getPrototypeOf() {
        throw new Error("not to be looked at");
      },
      ownKeys() {
        throw new Error("not to be looked at");
      },
    },
  ),
  fail: () => {
    throw Object.assign(new TypeError("no such thing"), { code: "E1" });
  },
  steal: (fn) => {
    const found = [];
    for (const key of ["constructor", "__proto__", "prototype", "caller"])
      try {
        found.push(fn[key] && key);
      } catch {
        // Refused.
      }
    try {
      fn.call = () => 6;
      Object.setPrototypeOf(fn, null);
    } catch {
      // Refused.
    }
    return found;
  },
  exit: () => process.exit(0),
  hang: () => {
    for (;;);
  },
  /** Hundreds of things that nobody has asked it for. */
  flood: (note) => {
    for (let n = 0; n < 300; n++)
      try {
        Reflect.get(note, `nothing${n}`);
      } catch {
        // Refused.
      }
    return "dry";
  },
};

globalThis[Symbol.for("romanesco.notebook")] = {
  value: (name) => names[name],
  names: () => Object.keys(names),
  disown() {},
};
const opened = openBorder(process.argv[2], "all");
await opened;
console.log("open");
setInterval(() => {}, 1000);
