/**
 * The helper thread of the runtime: carries frames between the host and the main thread, and stops the main thread
 * when the person asks for it, whatever that thread is doing.
 */
import { writeSync } from "node:fs";
import { Socket } from "node:net";
import { type MessagePort, workerData } from "node:worker_threads";
import { FrameReader, messageFrame, parseMessage } from "../wire/frames.ts";
import {
  type HelperWord,
  type HostMessage,
  type Interrupt,
  lastWordsMs,
  type Looked,
} from "../wire/messages.ts";
import { type AsideNews, Children, type ChildNews } from "./children.ts";
import { DebugRelay } from "./debug-relay.ts";
import { endProcess } from "./end-process.ts";
import { Interrupter } from "./interrupter.ts";
import { ValueInspector } from "./value-inspector.ts";
import { inputSlot, RingReader, type SharedRing } from "./ring.ts";
import { tryWrite } from "./try-write.ts";

const hostFd = 3;
const answersFd = 5;
const values = new ValueInspector();
const debug = new DebugRelay(say);
const { shared, messages, answers, news } = workerData as {
  shared: SharedRing;
  messages: MessagePort;
  answers: MessagePort;
  news: MessagePort;
};
const ring = new RingReader(shared);
const host = new Socket({
  fd: hostFd,
  readable: true,
  writable: true,
  // All that comes passes through one place, and leaves nothing for the garbage collector, which would let it lie for long.
  onread: {
    buffer: Buffer.allocUnsafeSlow(65_536),
    callback: (size, buffer) => {
      incoming.push((buffer as Buffer).subarray(0, size));
      return true;
    },
  },
});
const children = new Children();
const interrupter = new Interrupter({
  control: shared.control,
  ask: (interrupt) => messages.postMessage(interrupt),
  seen: () => ring.interruptSeen,
  over: () => ring.interruptOver,
  endChildren: ({ request, cells }) => {
    if (!children.hasAny(cells)) return;
    ring.noteLetGo(request);
    children.end(cells);
  },
  signalChildren: ({ request }, signal) => {
    const unknown = children.unknown();
    if (unknown.length === 0) return;
    ring.noteLetGo(request);
    children.signal(unknown, signal);
  },
});

const incoming = new FrameReader(
  {
    message(payload) {
      const message = parseMessage<HostMessage>(payload);
      if (message.type === "look") void look(message);
      else if (message.type === "debug") debug.ask(message);
      else if (message.type === "interrupt") void interrupt(message);
      else if (message.type === "input") {
        answers.postMessage(message);
        // The main thread may be waiting for it.
        Atomics.add(shared.control, inputSlot, 1);
        Atomics.notify(shared.control, inputSlot);
      } else {
        // A main thread that spins, or whose listeners do, is not waited for.
        if (message.type === "end") setTimeout(endProcess, lastWordsMs);
        pass(message);
      }
    },
    // The host sends messages only.
    stream() {},
  },
  { reuses: true },
);
// The host is gone: nothing here may outlive it, also when the main thread spins.
host.on("end", endProcess);
host.on("error", endProcess);
host.on("close", endProcess);

/** Bytes go on in memory of their own: with a view of a chunk the whole chunk would be copied. */
function pass(message: HostMessage): void {
  if (message.type !== "comm") return messages.postMessage(message);
  const buffers = message.event.buffers.map((bytes) => new Uint8Array(bytes));
  messages.postMessage(
    { ...message, event: { ...message.event, buffers } },
    buffers.map(({ buffer }) => buffer),
  );
}

async function interrupt(message: Interrupt): Promise<void> {
  // A task that goes on may come to its end, and its cell with it, before the main thread has heard.
  if (debug.standsStill) ring.noteLetGo(message.request);
  debug.leavePause();
  await interrupter.interrupt(message);
  debug.takePauses();
  // What the main thread said of its children before comes first.
  await new Promise((resolve) => setImmediate(resolve));
  children.endRest(message.cells);
}

async function look(asked: HostMessage & { type: "look" }): Promise<void> {
  const { request } = asked;
  const answer: Looked = { type: "looked", request, members: [] };
  if (asked.what === "variables")
    answer.variables = await values.variables(asked.names);
  else if (asked.what === "members")
    answer.members = await values.members(asked.expression);
  else answer.preview = await values.preview(asked.expression);
  say(answer);
}

function say(word: HelperWord): void {
  writeSync(answersFd, messageFrame(word));
}

// --- main thread to host

const burstMs = 1;
const pollMs = 2;
let lastWake = 0;
let draining = false;
let sentBytes = 0;

news.on("message", (word: ChildNews | AsideNews | null) => {
  if (word) return children.hear(word);
  if (draining) return;
  ring.wakeUp();
  const now = performance.now();
  const burst = now - lastWake < burstMs;
  lastWake = now;
  void drain(burst);
});

/** During a burst the helper looks again on a timer, which joins lines; after a lone write it sleeps at once. */
async function drain(burst: boolean): Promise<void> {
  draining = true;
  do {
    let idle = false;
    while (!idle) {
      const moved = await moveAll();
      if (!burst) break;
      await new Promise((resolve) => setTimeout(resolve, pollMs));
      idle = !moved;
    }
    await moveAll();
  } while (!ring.sleep());
  draining = false;
}

async function moveAll(): Promise<boolean> {
  let moved = false;
  for (let bytes = ring.waiting(); bytes; bytes = ring.waiting()) {
    moved = true;
    const sent = sendAtOnce(bytes) || (await send(bytes));
    sentBytes += sent;
    ring.release(sent);
    ring.markFlushed(sentBytes);
  }
  return moved;
}

/** As far as the line takes it. On Windows a write may wait, and Stop with it. */
function sendAtOnce(bytes: Uint8Array): number {
  return process.platform === "win32" ? 0 : tryWrite(hostFd, bytes);
}

/** Out of the shared memory, where they stay until they have left: copies would lie here until V8 looks for garbage. */
function send(bytes: Uint8Array): Promise<number> {
  return new Promise((resolve) =>
    host.write(bytes, () => resolve(bytes.length)),
  );
}
