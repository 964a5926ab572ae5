import { expect, it } from "vitest";
import {
  HIGH_WATER_MARK,
  BackPressurePublisher,
} from "../../../../kernel/server/channels/back-pressure.ts";
import type { Frame } from "../../../../kernel/server/protocol/wire.ts";
import { silentLog } from "../../support/log.ts";

const nobodyLeaves = { none: () => Promise.resolve(true) };

/** A subscriber's queue that is full for the first `refusals` tries; a lossy send always succeeds. */
class FullSocket {
  noDrop = true;
  sendHighWaterMark = 1;
  readonly sent: Frame[][] = [];
  lost = 0;
  constructor(public refusals: number) {}

  async send(frames: unknown): Promise<void> {
    if (this.noDrop && this.refusals-- > 0)
      throw Object.assign(new Error("full"), { code: "EAGAIN" });
    if (this.noDrop) this.sent.push(frames as Frame[]);
    else this.lost++;
  }
}

it("waits for a subscriber whose queue is full", async () => {
  const socket = new FullSocket(3);
  await new BackPressurePublisher(socket, silentLog, nobodyLeaves).send(["a"]);
  expect(socket.sent).toEqual([["a"]]);
  expect(socket.lost).toBe(0);
});

it("does without a subscriber that never reads, says so, and is patient again with the next message", async () => {
  const warnings: string[] = [];
  const socket = new FullSocket(Infinity);
  const publisher = new BackPressurePublisher(
    socket,
    { ...silentLog, warn: (line) => warnings.push(line) },
    nobodyLeaves,
    // Long beside a few refusals, also on a loaded machine.
    500,
  );
  await publisher.send(["a"]);
  expect(socket.lost).toBe(1);
  expect(warnings).toHaveLength(1);
  expect(socket.noDrop).toBe(true);
  socket.refusals = 2;
  await publisher.send(["b"]);
  expect(socket.sent).toEqual([["b"]]);
});

it("sends what is urgent beyond the mark of a subscriber that is behind, and keeps the mark for the rest", async () => {
  const usual = 64;
  const sent: string[] = [];
  const socket = {
    noDrop: true,
    sendHighWaterMark: usual,
    async send([frame]: Frame[]) {
      if (this.sendHighWaterMark === usual && frame !== "last")
        throw Object.assign(new Error("full"), { code: "EAGAIN" });
      sent.push(String(frame));
    },
  };
  const publisher = new BackPressurePublisher(
    socket as never,
    silentLog,
    nobodyLeaves,
  );
  const output = { urgent: false };
  const waiting = publisher.send(["output"], output);
  await publisher.send(["idle"], { urgent: true });
  expect(sent).toEqual(["idle"]);
  expect(socket.sendHighWaterMark).toBe(usual);
  // Stop makes what waits urgent, too.
  output.urgent = true;
  await waiting;
  expect(sent).toEqual(["idle", "output"]);
});

it("leaves the mark as it is while a front end leaves", async () => {
  let left = false;
  const marks: number[] = [];
  const socket = {
    noDrop: true,
    set sendHighWaterMark(mark: number) {
      marks.push(mark);
    },
    async send() {
      if (marks.at(-1) !== 2 * HIGH_WATER_MARK)
        throw Object.assign(new Error("full"), { code: "EAGAIN" });
      left = true;
    },
  };
  let asked = 0;
  const departures = {
    // Somebody leaves before it is raised, and again before it is lowered.
    none: () => Promise.resolve(++asked > 2 && !left),
  };
  const publisher = new BackPressurePublisher(
    socket as never,
    silentLog,
    departures,
  );
  await publisher.send(["idle"]);
  expect(marks).toEqual([2 * HIGH_WATER_MARK]);
  left = false;
  const next = publisher.send(["output"], { urgent: false });
  await expect.poll(() => marks.at(-1)).toBe(HIGH_WATER_MARK);
  marks.push(2 * HIGH_WATER_MARK);
  await next;
});

/** One front end's queue as libzmq keeps it: the writer is told of what was read at multiples of half the mark only. */
class Pipe {
  noDrop = true;
  sendHighWaterMark = HIGH_WATER_MARK;
  #written = 0;
  #read = 0;
  #told = 0;

  async send(): Promise<void> {
    const isFull = this.#written - this.#told >= this.sendHighWaterMark;
    if (isFull && !this.noDrop) return;
    if (isFull) throw Object.assign(new Error("full"), { code: "EAGAIN" });
    this.#written++;
    if (this.sendHighWaterMark > HIGH_WATER_MARK) this.readAll();
  }

  readAll(): void {
    const half = (this.sendHighWaterMark + 1) >> 1;
    while (this.#read < this.#written)
      if (++this.#read % half === 0) this.#told = this.#read;
  }
}

it("never takes a front end that has read everything for one that is behind", async () => {
  for (let before = 0; before < HIGH_WATER_MARK; before++) {
    const pipe = new Pipe();
    const publisher = new BackPressurePublisher(
      pipe as never,
      silentLog,
      nobodyLeaves,
      -1,
    );
    for (let sent = 0; sent < before; sent++) {
      await publisher.send([]);
      pipe.readAll();
    }
    for (let sent = 0; sent < HIGH_WATER_MARK; sent++)
      await publisher.send([], { urgent: false });
    await publisher.send([]);
    pipe.readAll();
    const error = await pipe.send().catch(({ code }) => code as string);
    expect(error, `after ${before} messages`).toBeUndefined();
  }
});

it("passes on every other error", async () => {
  const broken = {
    noDrop: true,
    sendHighWaterMark: 1,
    send: () => Promise.reject(new Error("closed")),
  };
  await expect(
    new BackPressurePublisher(broken, silentLog, nobodyLeaves).send(["a"]),
  ).rejects.toThrow("closed");
});
