import { afterAll, beforeAll, expect, test } from "vitest";
import { Session } from "./session.ts";

// A cell may change everything that JavaScript brings: the kernel's own code goes on, and so does Stop.

const session = new Session();
afterAll(() => session.close());

/** Knows every member of every intrinsic, and puts back what it replaced by what it took before. */
const prepare = `
  const { defineProperty, getOwnPropertyDescriptor, ownKeys, deleteProperty } = Reflect;
  const thrower = function () { throw new Error("replaced") };
  const members: any[] = [];
  const seen = new Set<object>([globalThis, thrower]);
  const queue: [path: string, holder: any][] = [];
  for (const name of ["Object", "Function", "Array", "String", "Number", "Boolean", "Symbol", "BigInt", "Date", "RegExp", "Promise", "Proxy",
    "Map", "Set", "WeakMap", "WeakSet", "WeakRef", "FinalizationRegistry", "ArrayBuffer", "SharedArrayBuffer", "DataView", "Uint8Array", "Int32Array",
    "Float64Array", "Error", "TypeError", "RangeError", "AggregateError", "JSON", "Math", "Reflect", "Atomics", "Intl"])
    queue.push([name, (globalThis as any)[name]]);
  const generator = (async function* () {})();
  queue.push(["generator", Object.getPrototypeOf(generator)], ["array iterator", Object.getPrototypeOf([].values())],
    ["typed array", Object.getPrototypeOf(Uint8Array)], ["function kind", Object.getPrototypeOf(async function () {})]);
  queue.push(["performance", Object.getPrototypeOf(performance)], ["path", require("node:path")], ["types", require("node:util").types],
    ["SourceMap", require("node:module").SourceMap], ["MessagePort", MessagePort.prototype], ["Worker", require("node:worker_threads").Worker.prototype]);
  for (let at = 0; at < queue.length; at++) {
    const [path, holder] = queue[at]!;
    if (!holder || seen.has(holder)) continue;
    seen.add(holder);
    for (const key of ownKeys(holder)) {
      const before = getOwnPropertyDescriptor(holder, key)!;
      const name = path + "." + String(key);
      for (const value of [before.value, before.get, before.set])
        if ((typeof value === "object" && value) || typeof value === "function") queue.push([name, value]);
      // Of a list only a number can be the length.
      if (holder === Array.prototype && key === "length") continue;
      if (before.configurable || before.writable) members.push({ name, holder, key, before });
    }
    const above = Object.getPrototypeOf(holder);
    if (above) queue.push([path + ".__proto__", above]);
  }
  for (const key of ["Object", "Array", "Promise", "Error", "JSON", "Map", "Set", "Symbol", "String", "Buffer", "setTimeout", "setImmediate", "process", "console", "globalThis", "structuredClone", "queueMicrotask"])
    members.push({ name: key, holder: globalThis, key, before: getOwnPropertyDescriptor(globalThis, key) });
  for (const { before } of members) Object.setPrototypeOf(before, null);
  const value = Object.assign(Object.create(null), { value: thrower });
  const accessor = Object.assign(Object.create(null), { get: thrower, set: thrower });
  function replace(at: number) {
    const { holder, key, before } = members[at];
    if (!defineProperty(holder, key, before.configurable && at % 2 ? accessor : value)) throw thrower;
  }
  function putBack(at: number) { const { holder, key, before } = members[at]; defineProperty(holder, key, before); }
  members.length`;

/** Stops a cell that runs for ever, as soon as it says that it runs. */
async function stop(code: string): Promise<string> {
  let begun: () => void;
  const ready = new Promise<void>((resolve) => (begun = resolve));
  const cell = session.run(`${code}; console.log("ready"); for (;;) {}`, () =>
    begun(),
  );
  await ready;
  await session.interpreter.interrupt();
  const { outcome } = await cell;
  return outcome.status === "error" ? outcome.name : outcome.status;
}

let count = 0;
beforeAll(async () => {
  count = Number((await session.run(prepare)).text);
});

// Each cell ends, and the next begins, under one change.
test(
  "cells run whatever member of whatever intrinsic a cell replaced",
  { timeout: 300_000 },
  async () => {
    expect(count).toBeGreaterThan(1000);
    for (let at = 0; at < count; at++) {
      const { text, outcome } = await session.run(
        `${at ? `putBack(${at - 1});` : ""} replace(${at}); ${at}`,
      );
      const name =
        text === String(at)
          ? ""
          : (await session.run(`members[${at}].name`)).text;
      expect({ name, text, outcome }).toMatchObject({
        text: String(at),
        outcome: { status: "ok" },
      });
    }
    await session.run(`putBack(${count - 1})`);
  },
);

test(
  "Stop ends a cell that replaced what lists, functions, promises and clocks do",
  { timeout: 300_000 },
  async () => {
    const wanted =
      "/^(Array|Object|Promise|Function|performance)(\\.prototype)?\\.[^.]+$/";
    const { text } = await session.run(
      `members.flatMap(({ name }, at) => ${wanted}.test(name) ? [at] : []).join()`,
    );
    const list = text!.slice(1, -1).split(",");
    expect(list.length).toBeGreaterThan(80);
    for (const at of list) {
      expect(await stop(`replace(${at})`)).toBe("Interrupted");
      expect((await session.run(`putBack(${at}); ${at}`)).text).toBe(at);
    }
  },
);

const keys = [
  "0",
  "1",
  "2",
  "100",
  "value",
  "get",
  "set",
  "then",
  "toJSON",
  "name",
  "message",
  "stack",
  "cause",
  "type",
  "status",
  "data",
  "cell",
  "compiled",
  "length",
  "done",
  "filename",
  "displayErrors",
  "importModuleDynamically",
  "reject",
  "constructor",
];

test.each(keys)(
  "cells and Stop answer when all objects and lists inherit a setter or read-only %s",
  async (key) => {
    for (const holder of ["Object", "Array"])
      for (const property of [
        `{ get() { throw 1 }, set() { throw 2 }, configurable: true }`,
        `{ value: 100, writable: false, configurable: true }`,
      ]) {
        await session.run(
          `var wasThere = getOwnPropertyDescriptor(${holder}.prototype, ${JSON.stringify(key)}); var changed = ${property}; if (wasThere) Object.setPrototypeOf(wasThere, null); Object.setPrototypeOf(changed, null)`,
        );
        const change = await session.run(
          `defineProperty(${holder}.prototype, ${JSON.stringify(key)}, changed); 1`,
        );
        expect(change.text).toBe("1");
        expect((await session.run("2")).text).toBe("2");
        expect(await stop("3")).toBe("Interrupted");
        const back = await session.run(
          `wasThere ? defineProperty(${holder}.prototype, ${JSON.stringify(key)}, wasThere) : deleteProperty(${holder}.prototype, ${JSON.stringify(key)}); 4`,
        );
        expect(back.text).toBe("4");
      }
  },
);
