import { expect, it } from "vitest";
import {
  SendQueue,
  type Parcel,
} from "../../../../kernel/server/channels/send-queue.ts";
import type { Frame } from "../../../../kernel/server/protocol/wire.ts";

/** Takes one message at a time, and each only when the test lets it. */
class SlowSocket {
  readonly sent: string[] = [];
  #sending = false;
  #release: (() => void) | undefined;

  parcel: Readonly<Parcel> | undefined;

  async send([frame]: Frame[], parcel?: Readonly<Parcel>): Promise<void> {
    this.parcel = parcel;
    if (this.#sending) throw new Error("EBUSY");
    this.#sending = true;
    await new Promise<void>((resolve) => (this.#release = resolve));
    this.#sending = false;
    this.sent.push(String(frame));
  }

  release(): void {
    this.#release?.();
  }
}

/** As fast as a socket can be. */
function fastSocket() {
  const sent: string[] = [];
  return {
    sent,
    send: async ([frame]: Frame[]) => void sent.push(String(frame)),
  };
}

const unexpected = (error: Error) => {
  throw error;
};

it("sends 10,000 messages of one tick, all of them and in order", async () => {
  const socket = fastSocket();
  const queue = new SendQueue(socket, unexpected);
  const expected = Array.from({ length: 10_000 }, (_, i) => String(i));
  for (const frame of expected) queue.push([frame]);
  await queue.drained();
  expect(socket.sent).toEqual(expected);
});

it("starts the next send only when the one before has ended", async () => {
  const socket = new SlowSocket();
  const errors: Error[] = [];
  const queue = new SendQueue(socket, (error) => errors.push(error));
  queue.push(["a"]);
  queue.push(["b"]);
  expect(queue.backlog).toBe(2);
  socket.release();
  await turn();
  expect(socket.sent).toEqual(["a"]);
  expect(queue.backlog).toBe(1);
  socket.release();
  await queue.drained();
  expect(socket.sent).toEqual(["a", "b"]);
  expect(errors).toEqual([]);
});

it("goes on after a message that the socket refuses, and tells of it", async () => {
  const sent: string[] = [];
  const errors: string[] = [];
  const socket = {
    async send([frame]: Frame[]) {
      if (frame === "bad") throw new Error("no");
      sent.push(String(frame));
    },
  };
  const queue = new SendQueue(socket, (error) => errors.push(error.message));
  for (const frame of ["a", "bad", "b"]) queue.push([frame]);
  await queue.drained();
  expect(sent).toEqual(["a", "b"]);
  expect(errors).toEqual(["no"]);
});

it("lets the event loop turn during a long burst", async () => {
  const queue = new SendQueue(fastSocket(), unexpected);
  for (let i = 0; i < 5000; i++) queue.push(["x"]);
  let turns = 0;
  const count = () => {
    turns++;
    if (queue.backlog > 0) setImmediate(count);
  };
  setImmediate(count);
  await queue.drained();
  expect(turns).toBeGreaterThan(5);
});

it("is drained only after messages that were pushed while it drained", async () => {
  const socket = fastSocket();
  const queue = new SendQueue(socket, unexpected);
  queue.push(["a"]);
  const drained = queue.drained();
  queue.push(["b"]);
  await drained;
  expect(socket.sent).toEqual(["a", "b"]);
});

it("drops what waits of one request's output but for its beginning, says how much, and hurries the rest", async () => {
  const socket = new SlowSocket();
  const queue = new SendQueue(socket, unexpected);
  const text = (of: string) => ({
    urgent: false,
    output: { of, characters: 3 },
  });
  queue.push(["sent"], text("cell"));
  for (const kept of ["aaa", "bbb", "ccc"]) queue.push([kept], text("cell"));
  queue.push(["picture"], {
    urgent: false,
    output: { of: "cell", characters: 0 },
  });
  queue.push(["other"], text("other"));
  queue.push(["idle"]);
  expect(queue.drop("cell", 4)).toEqual({ characters: 6, displays: 1 });
  expect(queue.backlog).toBe(4);
  const sent = ["sent", "aaa", "other", "idle"];
  for (const _ of sent) {
    expect(socket.parcel?.urgent).toBe(true);
    socket.release();
    await turn();
  }
  await queue.drained();
  expect(socket.sent).toEqual(sent);
});

function turn(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
