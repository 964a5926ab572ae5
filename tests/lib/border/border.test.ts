import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { isDeepStrictEqual } from "node:util";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Border } from "../../../lib/border/border.ts";

// This is the side of the checks; the cells' is a process with the names of cells.js, which are globals here.
type Names = Record<string, (...args: never[]) => unknown>;
const cells = globalThis as unknown as Names;
const folder = mkdtempSync(join(tmpdir(), "romanesco-border-"));
const started: ChildProcess[] = [];
let home: number;
let child: ChildProcess;
let border: Border;

async function openTo(names: string[]) {
  const socket = join(folder, `socket-${started.length}`);
  const program = join(import.meta.dirname, "cells.js");
  const process_ = spawn(process.execPath, [program, socket], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  started.push(process_);
  await once(process_.stdout, "data");
  const border = new Border(socket, "few");
  const pid = await border.open();
  border.offer(names);
  return { pid, border, child: process_ };
}

beforeAll(async () => {
  const names = ["Counter", "counter", "isSame", "double", "later", "twice"];
  const more = ["ping", "sort", "addOne", "give", "trap", "fail", "steal"];
  const all = [...names, ...more, "flood", "serve"];
  ({ pid: home, child, border } = await openTo(all));
});
afterAll(() => {
  for (const each of started) each.kill("SIGKILL");
  rmSync(folder, { recursive: true, force: true });
});

const call = (name: string, ...args: unknown[]): unknown =>
  cells[name]!(...(args as never[]));

test("calls a function where it is, and knows in which process", () => {
  expect(call("double", 21)).toBe(42);
  expect(home).toBe(child.pid);
});

test("a promise comes to its end here, too", async () => {
  const promise = call("later", 21);
  expect(promise).toBeInstanceOf(Promise);
  expect(await promise).toBe(42);
});

test("a turn of serving that was dismissed before it began is over at once", async () => {
  border.dismiss(1);
  expect(await call("serve", 1)).toBe(1);
  const next = call("serve", 2);
  border.dismiss(2);
  expect(await next).toBe(2);
});

test("a dismissal that comes late does not end the next turn of serving", async () => {
  let isOver = false;
  const turn = (call("serve", 4) as Promise<number>).finally(
    () => (isOver = true),
  );
  border.dismiss(3);
  // Answered after all that came before.
  expect(call("double", 1)).toBe(2);
  await setImmediate();
  expect(isOver).toBe(false);
  border.dismiss(4);
  expect(await turn).toBe(4);
});

test("serves what it has handed over while it waits for the answer, as deep as it goes", () => {
  const heard: number[] = [];
  const note = (n: number) => {
    heard.push(n);
    return -n;
  };
  expect(call("twice", note)).toEqual([-1, -2]);
  expect(heard).toEqual([1, 2]);
  type Ping = (n: number, back: Ping) => unknown;
  const ping: Ping = (n, back) => (n === 0 ? "over" : back(n - 1, ping));
  expect(call("ping", 50, ping)).toBe("over");
});

test("data comes as a copy of its own kind", () => {
  expect(call("give", "date")).toEqual(new Date(0));
  expect(call("give", "bytes")).toEqual(new Uint8Array([1, 2]));
  expect(call("give", "sparse")).toEqual([undefined, null, NaN, -0, 10n]);
  expect(call("give", "map")).toEqual(new Map([["a", new Set([1])]]));
  const error = call("give", "error") as Error;
  expect([error instanceof RangeError, error.message]).toEqual([
    true,
    "too far",
  ]);
});

test("neither depth nor cycles matter", () => {
  let depth = 0;
  type Deep = { deep?: Deep };
  for (let at = call("give", "deep") as Deep; at.deep; at = at.deep) depth++;
  expect(depth).toBe(20_000);
  const cyclic = call("give", "cyclic") as { list: unknown[] };
  expect(cyclic.list[0]).toBe(cyclic);
});

test("instances stay where they are: they are the same when they go back, and what is done to them is done there", () => {
  const counter = cells.counter as unknown as {
    add(): number;
    step: number;
  };
  const before = counter.add();
  counter.step = 10;
  expect(counter.add()).toBe(before + 10);
  expect(call("isSame", counter, cells.counter)).toBe(true);
  const Counter = cells.Counter as unknown as new () => { step: number };
  const made = new Counter();
  expect([made.step, made instanceof Counter]).toEqual([1, true]);
  expect(cells.counter).toBe(cells.counter);
});

test("what a function does to lists and maps that it was given is done to ours", () => {
  const list = [3, 1, 2];
  const map = new Map<string, number>();
  call("sort", list);
  expect([list, call("addOne", map), map.get("one")]).toEqual([
    [1, 2, 3],
    1,
    1,
  ]);
});

test("an error comes with its kind, its message and what was added to it", () => {
  const caught = (): unknown => {
    try {
      return call("fail");
    } catch (error) {
      return error;
    }
  };
  expect(caught()).toBeInstanceOf(TypeError);
  expect(caught()).toMatchObject({ message: "no such thing", code: "E1" });
});

test("an answer that throws when it is looked at is an answer that throws, and no more", () => {
  expect(() => isDeepStrictEqual(cells.trap, {})).toThrow("not to be looked");
  expect(call("double", 1)).toBe(2);
});

test("what leads from a function of ours to code is refused", () => {
  const note = () => 1;
  expect(call("steal", note)).toEqual([]);
  expect([note.call(undefined), Object.getPrototypeOf(note)]).toEqual([
    1,
    Function.prototype,
  ]);
});

test("names of ours that were not shown are not there for the other side", () => {
  expect(call("flood", () => 1)).toBe("dry");
  expect(call("double", 2)).toBe(4);
});

test.each(["exit", "hang"])(
  "a process that ends (%s) in a call is an error of the call",
  async (name) => {
    const other = await openTo([name]);
    const timer = spawn(
      process.execPath,
      [
        "-e",
        `setTimeout(() => process.kill(${other.child.pid}, "SIGKILL"), 100)`,
      ],
      { stdio: "ignore" },
    );
    if (name === "exit") timer.kill();
    expect(() => call(name)).toThrow("the other process has ended");
  },
);
