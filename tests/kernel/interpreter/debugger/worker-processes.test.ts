import { once } from "node:events";
import { existsSync, statSync } from "node:fs";
import { connect } from "node:net";
import { dirname } from "node:path";
import { afterEach, expect, test } from "vitest";
import { WorkerProcesses } from "../../../../kernel/interpreter/debugger/worker-processes.ts";
import {
  FrameReader,
  messageFrame,
  parseMessage,
} from "../../../../kernel/interpreter/wire/frames.ts";
import type {
  AgentWord,
  DebugQuestion,
  DebugWord,
} from "../../../../kernel/interpreter/wire/messages.ts";

/** What has been said, and a wait for the next. */
class Heard<T> {
  readonly #words: T[] = [];
  #wake: () => void = () => {};

  add(word: T): void {
    this.#words.push(word);
    this.#wake();
  }

  async next(): Promise<T> {
    while (this.#words.length === 0)
      await new Promise<void>((resolve) => (this.#wake = resolve));
    return this.#words.shift()!;
  }
}

const words = new Heard<DebugWord>();
const processes = new WorkerProcesses((word) => words.add(word));
afterEach(() => processes.close());

/** A worker process that comes to the door. */
async function arrive(path: string) {
  const socket = connect(path);
  await once(socket, "connect");
  const questions = new Heard<DebugQuestion>();
  const incoming = new FrameReader({
    message: (payload) => questions.add(parseMessage<DebugQuestion>(payload)),
    stream() {},
  });
  socket.on("data", (chunk: Buffer) => incoming.push(chunk));
  const say = (word: AgentWord) => socket.write(messageFrame(word));
  say({ type: "debug-agent", pid: 12, name: "Process-1" });
  return { socket, questions, say };
}

const told = (method: string, params: object): DebugWord => ({
  type: "debug-event",
  method: `NodeWorker.${method}`,
  params,
});
const name = "Process-1 (process 12)";
const process12 = { sessionId: "process 12", name, isProcess: true };

test("a process and its threads are told as threads are, asked under their names, and gone with their line", async () => {
  const path = await processes.open();
  expect(await processes.open()).toBe(path);
  const { socket, questions, say } = await arrive(path);
  expect(await words.next()).toEqual(told("attachedToWorker", process12));

  const asked = {
    type: "debug",
    request: 1,
    method: "Debugger.enable",
  } as const;
  expect(processes.send(asked)).toBe(false);
  expect(processes.send({ ...asked, session: "process 12" })).toBe(true);
  expect(await questions.next()).toEqual({ ...asked, session: undefined });
  processes.send({ ...asked, session: "process 12/3" });
  expect((await questions.next()).session).toBe("3");

  const workerInfo = { workerId: "1", title: "", url: "" };
  say(told("attachedToWorker", { sessionId: "3", workerInfo }));
  const thread = {
    sessionId: "process 12/3",
    name: `thread 1 of ${name}`,
    isProcess: false,
  };
  expect(await words.next()).toEqual(told("attachedToWorker", thread));
  const paused = {
    type: "debug-event",
    method: "Debugger.paused",
    params: {},
  } as const;
  say({ ...paused, session: "3" });
  say(paused);
  expect(await words.next()).toMatchObject({ session: "process 12/3" });
  expect(await words.next()).toMatchObject({ session: "process 12" });

  socket.destroy();
  expect(await words.next()).toMatchObject({
    params: { sessionId: "process 12/3" },
  });
  expect(await words.next()).toMatchObject({
    method: "NodeWorker.detachedFromWorker",
    params: { sessionId: "process 12" },
  });
  expect(processes.send({ ...asked, session: "process 12" })).toBe(false);
});

test.skipIf(process.platform === "win32")(
  "nobody else may come to their door, and nothing is left of it",
  async () => {
    const folder = dirname(await processes.open());
    expect(statSync(folder).mode & 0o777).toBe(0o700);
    processes.close();
    expect(existsSync(folder)).toBe(false);
    expect(await processes.open()).not.toContain(folder);
  },
);
