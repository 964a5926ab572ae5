import { existsSync } from "node:fs";
import { inspect } from "node:util";
import { afterEach, describe, expect, test, vi } from "vitest";
import { until } from "../support/children.ts";
import { allWorkersEnd, newFile } from "../support/executors.ts";
import { library, sharing } from "../support/library.ts";

const { ClosedError, Connection, Pipe, Process, Queue, Thread } = library;

afterEach(async () => {
  vi.restoreAllMocks();
  await allWorkersEnd();
});

describe.each([
  ["Process", Process],
  ["Thread", Thread],
])("a pipe to a %s", (_, Kind) => {
  test("ends when the worker has ended, after all that it sent", async () => {
    const [here, there] = Pipe<number>();
    const work = new Kind({ target: sharing.sendAll, args: [there, 3] });
    work.start();
    await work.join();
    const items: number[] = [];
    for await (const item of here) items.push(item);
    expect(items).toEqual([0, 1, 2]);
    expect(await here.poll()).toBe(true);
    await expect(here.recv()).rejects.toThrow(ClosedError);
    await expect(here.send(1)).rejects.toThrow("nobody reads");
  });

  test("ends when the worker is killed while home waits", async () => {
    const path = newFile();
    const [here, there] = Pipe<string>();
    const args: [string, typeof there] = [path, there];
    const work = new Kind({ target: sharing.sendAndWait, args });
    work.start();
    expect(await here.recv()).toBe("still here");
    const next = here.recv();
    next.catch(() => undefined);
    work.kill();
    await expect(next).rejects.toThrow("nothing more comes through the pipe");
    await work.join();
  });

  test("stays open for the worker when home closes its own copy of the end", async () => {
    const [here, there] = Pipe<string>();
    const work = new Kind({ target: sharing.answerInCapitals, args: [there] });
    work.start();
    await there.close();
    expect([there.closed, here.closed]).toEqual([true, false]);
    await expect(there.send("x")).rejects.toThrow("is closed here");
    await here.send("hello");
    expect(await here.recv()).toBe("HELLO");
    await here.close();
    await work.join();
    expect(work.exitCode).toBe(0);
  });

  test("stays open while home uses the end itself", async () => {
    const [here, there] = Pipe<number>();
    await there.send(-1);
    const work = new Kind({ target: sharing.sendAll, args: [there, 1] });
    work.start();
    await work.join();
    expect([await here.recv(), await here.recv()]).toEqual([-1, 0]);
    await expect(here.recv(0.01)).rejects.toThrow(library.QueueEmptyError);
    await there.close();
    await expect(here.recv()).rejects.toThrow(ClosedError);
  });

  test("ends when the worker closes its end and goes on", async () => {
    const path = newFile();
    const [here, there] = Pipe<string>();
    const args: [string, typeof there] = [path, there];
    await using work = new Kind({ target: sharing.closeAndNote, args });
    work.start();
    await expect(here.recv()).rejects.toThrow(ClosedError);
    await until(() => existsSync(path), "the note");
  });

  test("may be given on to a worker of the worker", async () => {
    const [here, there] = Pipe<number>(false);
    const work = new Kind({ target: sharing.passOn, args: [there] });
    work.start();
    const items: number[] = [];
    for await (const item of here) items.push(item);
    expect(items).toEqual([0, 1, 2]);
    await work.join();
    expect(work.exitCode).toBe(0);
  });

  test("carries bytes", async () => {
    await using work = new Kind({
      target: sharing.sendBackBytes,
      args: [Pipe<Uint8Array>()[1]],
    });
    const [here, there] = Pipe<Uint8Array>();
    const other = new Kind({ target: sharing.sendBackBytes, args: [there] });
    other.start();
    await here.sendBytes(new Uint8Array([9, 1, 2, 3, 9]).buffer, 1, 3);
    expect(await here.recvBytes()).toEqual(new Uint8Array([2, 1]));
    await other.join();
    expect(work.isAlive()).toBe(false);
  });

  test("is waited for beside others, and beside the end of a worker", async () => {
    const [here, there] = Pipe<number>();
    const [idle] = Pipe<number>();
    const work = new Kind({ target: sharing.sendAll, args: [there, 1] });
    expect(await Connection.wait([here, idle], 0.01)).toEqual([]);
    work.start();
    expect(await Connection.wait([idle, here])).toEqual([here]);
    expect(await here.recv()).toBe(0);
    await work.join();
    expect(await Connection.wait([idle, here, work.sentinel])).toEqual([
      here,
      work.sentinel,
    ]);
    const queue = new Queue<never>();
    const ready = Connection.wait([idle, queue]);
    await queue.put(undefined as never);
    expect(await ready).toEqual([queue]);
  });
});

describe("a connection", () => {
  test("is polled for each item once, be it empty", async () => {
    const [here, there] = Pipe<string>();
    for (const text of ["", "a", ""]) await here.send(text);
    const got: string[] = [];
    while (await there.poll()) {
      expect(await there.poll()).toBe(true);
      got.push(await there.recv());
    }
    expect(got).toEqual(["", "a", ""]);
  });

  test("is waited for no longer than a timeout below 0", async () => {
    const [here, there] = Pipe<string>();
    expect(await Connection.wait([there], -1)).toEqual([]);
    await here.send("x");
    expect(await Connection.wait([there], -1)).toEqual([there]);
  });

  test("sends a copy, and refuses what cannot be copied", async () => {
    const [here, there] = Pipe<unknown>();
    const item = { list: [1] };
    await here.send(item);
    item.list.push(2);
    expect(await there.recv()).toEqual({ list: [1] });
    await expect(here.send(() => 1)).rejects.toThrow(library.TransferError);
  });

  test("closes itself at the end of its block, and shows what it is", async () => {
    const [reader, writer] = Pipe<number>(false);
    expect([reader.readable, reader.writable]).toEqual([true, false]);
    {
      await using mine = writer;
      expect(inspect(mine)).toBe("Connection(writes)");
    }
    expect(inspect(writer)).toBe("Connection(writes, closed)");
    await expect(reader.recv()).rejects.toThrow(ClosedError);
  });

  test("refuses bytes that are not there, and what is no bytes", async () => {
    const [here, there] = Pipe<Uint8Array | string>();
    await expect(here.sendBytes(new Uint8Array(2), 1, 2)).rejects.toThrow(
      "2 bytes from 1 are not within the 2",
    );
    await here.send("text");
    await expect(there.recvBytes()).rejects.toThrow("got string; use recv");
  });
});
