import { spawnSync } from "node:child_process";
import { constants, mkdtempSync, openSync, readSync, rmSync } from "node:fs";
import { Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const header = 9;

/** A frame of `worker-output.ts`, taken apart. */
export interface OutputFrame {
  stream: number;
  /** What the agent calls a cell of a session. */
  cell: number;
  text: Uint8Array;
}

/** What an agent's workers print, as frames through one named pipe. */
export class OutputPipe {
  /** For workers to inherit. */
  readonly fd: number;
  readonly #readFd: number;
  readonly #socket: Socket;
  readonly #heard: (frames: OutputFrame[]) => void;
  readonly #chunk = Buffer.allocUnsafe(65536);
  #rest: Buffer = Buffer.alloc(0);
  #held = false;

  constructor(heard: (frames: OutputFrame[]) => void) {
    this.#heard = heard;
    const folder = mkdtempSync(join(tmpdir(), "romanesco-agent-"));
    const path = join(folder, "output");
    const { status } = spawnSync("mkfifo", ["-m", "600", path]);
    if (status !== 0) throw new Error(`mkfifo ${path} failed`);
    const { O_RDWR, O_NONBLOCK } = constants;
    // Open for both, so that it never ends.
    this.#readFd = openSync(path, O_RDWR | O_NONBLOCK);
    this.fd = openSync(path, O_RDWR);
    rmSync(folder, { recursive: true });
    this.#socket = new Socket({ fd: this.#readFd, writable: false });
    this.#socket.on("data", (chunk: Buffer) => this.#take(chunk));
    this.#socket.on("error", () => undefined);
  }

  /** Reads what is there now: what a task printed lies in the pipe before its result arrives. */
  drain(): void {
    if (this.#held) return;
    for (;;) {
      const length = this.#read();
      if (length === 0) return;
      this.#take(Buffer.from(this.#chunk.subarray(0, length)));
    }
  }

  /** @returns 0 if nothing is there */
  #read(): number {
    const { stackTraceLimit } = Error;
    // Node says so by an error; writing down where costs more than all else here, each time that a task ends.
    Error.stackTraceLimit = 0;
    try {
      return readSync(this.#readFd, this.#chunk);
    } catch {
      return 0;
    } finally {
      Error.stackTraceLimit = stackTraceLimit;
    }
  }

  /** Lets those who print wait, while what they printed cannot be sent as fast. */
  hold(held: boolean): void {
    if (this.#held === held) return;
    this.#held = held;
    if (held) this.#socket.pause();
    else this.#socket.resume();
  }

  close(): void {
    this.#socket.destroy();
  }

  #take(chunk: Buffer): void {
    const all =
      this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    const frames: OutputFrame[] = [];
    let at = 0;
    while (all.length - at >= 4) {
      const end = at + 4 + all.readUInt32LE(at);
      if (end > all.length) break;
      frames.push({
        stream: all.readUInt8(at + 4),
        cell: all.readUInt32LE(at + 5),
        text: all.subarray(at + header, end),
      });
      at = end;
    }
    this.#rest = all.subarray(at);
    if (frames.length > 0) this.#heard(frames);
  }
}
