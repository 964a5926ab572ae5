import { expect, it } from "vitest";
import { PatientPublisher } from "../../../kernel/channels/patient-publisher.ts";
import type { Frame } from "../../../kernel/protocol/wire.ts";
import { silentLog } from "../support/log.ts";

/** A subscriber's queue that is full for the first `refusals` tries; a lossy send always succeeds. */
class FullSocket {
  noDrop = true;
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
  await new PatientPublisher(socket, silentLog).send(["a"]);
  expect(socket.sent).toEqual([["a"]]);
  expect(socket.lost).toBe(0);
});

it("does without a subscriber that never reads, says so, and is patient again with the next message", async () => {
  const warnings: string[] = [];
  const socket = new FullSocket(Infinity);
  const publisher = new PatientPublisher(
    socket,
    { ...silentLog, warn: (line) => warnings.push(line) },
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

it("passes on every other error", async () => {
  const broken = {
    noDrop: true,
    send: () => Promise.reject(new Error("closed")),
  };
  await expect(
    new PatientPublisher(broken, silentLog).send(["a"]),
  ).rejects.toThrow("closed");
});
