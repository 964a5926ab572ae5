import type { MessagePort } from "node:worker_threads";

/** Runs in a thread, so that this side hears the other while it waits on the spot. CommonJS, from its own text. */
export function carry(load: NodeJS.Require): void {
  const { workerData } = load(
    "node:worker_threads",
  ) as typeof import("node:worker_threads");
  const net = load("node:net") as typeof import("node:net");
  const fs = load("node:fs") as typeof import("node:fs");
  const { path, listens, port, count } = workerData as {
    path: string;
    listens: boolean;
    port: MessagePort;
    count: Int32Array;
  };
  const tell = (message: Uint8Array | "ready" | "closed"): void => {
    port.postMessage(message);
    Atomics.add(count, 0, 1);
    Atomics.notify(count, 0);
  };
  const use = (socket: import("node:net").Socket): void => {
    let rest: Buffer = Buffer.alloc(0);
    let parts: Buffer[] = [];
    let wanted = 4;
    let waiting = 0;
    socket.on("data", (chunk: Buffer) => {
      parts.push(chunk);
      waiting += chunk.length;
      if (waiting < wanted) return;
      rest = parts.length === 1 ? chunk : Buffer.concat(parts);
      for (;;) {
        wanted = rest.length < 4 ? 4 : 4 + rest.readUInt32LE(0);
        if (rest.length < wanted || rest.length < 4) break;
        tell(new Uint8Array(rest.subarray(4, wanted)));
        rest = rest.subarray(wanted);
      }
      parts = [rest];
      waiting = rest.length;
    });
    socket.on("error", () => {});
    socket.on("close", () => tell("closed"));
    port.on("message", (bytes: Uint8Array) => {
      const head = Buffer.alloc(4);
      head.writeUInt32LE(bytes.length);
      socket.cork();
      socket.write(head);
      socket.write(bytes);
      socket.uncork();
    });
  };
  if (listens) {
    const server = net.createServer((socket) => {
      // One comes, and nobody after it.
      server.close();
      use(socket);
    });
    server.listen(path, () => {
      // Whoever runs the checks may have another user's number.
      if (process.platform !== "win32") fs.chmodSync(path, 0o777);
      tell("ready");
    });
  } else {
    const socket = net.connect(path, () => {
      use(socket);
      tell("ready");
    });
    socket.on("error", () => tell("closed"));
  }
}
