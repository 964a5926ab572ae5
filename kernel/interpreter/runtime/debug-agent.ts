/**
 * The thread beside the work of a worker process, while somebody debugs. It does there what the helper thread does for the
 * cells' process: it holds the session with V8's debugger, and a line to the host of its own.
 */
import { connect } from "node:net";
import { parentPort, workerData } from "node:worker_threads";
import type { AttendantData } from "../../../lib/platform/attendant.ts";
import { FrameReader, messageFrame, parseMessage } from "../wire/frames.ts";
import type { AgentWord, DebugQuestion } from "../wire/messages.ts";
import { DebugRelay } from "./debug-relay.ts";

const port = parentPort!;
const { data: path, name, gone } = workerData as AttendantData;
const host = connect(path as string);
const relay = new DebugRelay(say);

const incoming = new FrameReader({
  message(payload) {
    const question = parseMessage<DebugQuestion>(payload);
    relay.ask(question);
    const { method, session } = question;
    if (method === "Runtime.runIfWaitingForDebugger" && session === undefined)
      letWork();
  },
  stream() {},
});
host.once("connect", () => {
  say({ type: "debug-agent", pid: process.pid, name });
});
host.on("data", (chunk: Buffer) => incoming.push(chunk));
// Nobody debugs any more.
host.on("error", () => {});
host.once("close", () => {
  end();
  // Node aborts the process when the work's thread answers this one while it is being taken down.
  port.postMessage("leave");
});

port.on("message", (word) => {
  if (word === "leave") return port.close();
  // Node waits for a session that is open when a process ends, and says so where people see it.
  end();
  Atomics.store(gone, 0, 1);
  Atomics.notify(gone, 0);
});

function end(): void {
  relay.close();
  host.destroy();
  letWork();
}

function letWork(): void {
  port.postMessage(null);
}

function say(word: AgentWord): void {
  host.write(messageFrame(word));
}
