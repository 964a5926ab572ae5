import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Dealer } from "zeromq";
import { ZeromqChannels } from "../../kernel/server/channels/zeromq.ts";
import { handlers } from "../../kernel/server/handlers/index.ts";
import { Kernel } from "../../kernel/server/kernel.ts";
import {
  endpointOf,
  type Connection,
} from "../../kernel/server/protocol/connection-file.ts";
import { Session } from "../../kernel/server/protocol/session.ts";
import { Signer } from "../../kernel/server/protocol/signature.ts";
import {
  decode,
  encode,
  type Frame,
} from "../../kernel/server/protocol/wire.ts";
import { FakeInterpreter } from "./support/fake-interpreter.ts";
import { ListLog } from "./support/log.ts";

const folder = mkdtempSync(join(tmpdir(), "fuzz-"));
const connection: Connection = {
  transport: "ipc",
  ip: join(folder, "socket"),
  ports: { shell: 1, control: 2, iopub: 3, stdin: 4, hb: 5 },
  key: "key",
};
const log = new ListLog();
const session = new Session();
const signer = new Signer(connection.key);
let channels: ZeromqChannels;
const sockets = {
  shell: new Dealer(),
  control: new Dealer(),
  stdin: new Dealer(),
};

beforeAll(async () => {
  channels = await ZeromqChannels.open(connection, log);
  new Kernel({
    channels,
    interpreter: new FakeInterpreter(),
    connection,
    log,
  }).start();
  for (const [channel, socket] of Object.entries(sockets)) {
    socket.linger = 0;
    socket.receiveHighWaterMark = 0;
    socket.sendHighWaterMark = 0;
    socket.connect(endpointOf(connection, channel as keyof typeof sockets));
  }
});
afterAll(async () => {
  for (const socket of Object.values(sockets)) socket.close();
  await channels.close();
  rmSync(folder, { recursive: true });
});

const bytes = fc.uint8Array({ maxLength: 300 }).map(Buffer.from);
const json = fc.json({ maxDepth: 3 }).map(Buffer.from);
const delimiter = fc.constant(Buffer.from("<IDS|MSG>"));

/** Frames of all kinds, the delimiter and JSON among them. */
const rubbish = fc.array(fc.oneof(bytes, json, delimiter), {
  minLength: 1,
  maxLength: 9,
});

/** A message in order but for one frame that is dropped, doubled or replaced. */
const damaged = fc
  .record({
    at: fc.nat(6),
    how: fc.constantFrom("drop", "double", "replace"),
    frame: fc.oneof(bytes, json),
  })
  .map(({ at, how, frame }) => {
    const frames = request("kernel_info_request", {});
    if (how === "drop") frames.splice(at, 1);
    else if (how === "double") frames.splice(at, 0, frames[at] ?? "");
    else frames[at] = frame;
    return frames;
  });

/** Signed, of a type that the kernel answers, with any content: fields it knows with any value. */
const fields = fc.constantFrom(
  ...["code", "silent", "user_expressions", "cursor_pos", "detail_level", "n"],
  ...[
    "hist_access_type",
    "session",
    "pattern",
    "comm_id",
    "target_name",
    "data",
  ],
);
const types = [...handlers.keys()].filter(
  (type) => type !== "shutdown_request",
);
const odd = fc
  .record({
    type: fc.oneof(fc.constantFrom(...types, "input_reply"), fc.string()),
    content: fc.oneof(
      fc.dictionary(fields, fc.jsonValue({ maxDepth: 2 })),
      fc.jsonValue({ maxDepth: 2 }),
    ),
  })
  .map(({ type, content }) => request(type, content));

function request(type: string, content: unknown): Frame[] {
  return encode(session.broadcast(type, content as object, {}), signer).slice(
    1,
  );
}

it("drops or answers 10,000 messages of any kind, keeps its memory, and answers the next one", async () => {
  const messages = fc.sample(
    fc.record({
      channel: fc.constantFrom(
        ...(Object.keys(sockets) as (keyof typeof sockets)[]),
      ),
      frames: fc.oneof(rubbish, damaged, odd),
    }),
    { numRuns: 10_000, seed: 7 },
  );
  const before = process.memoryUsage().heapUsed;
  for (const { channel, frames } of messages)
    await sockets[channel].send(frames);
  for (const channel of ["shell", "control"] as const) {
    const asked = request("kernel_info_request", {});
    const id = (JSON.parse(String(asked[2])) as { msg_id: string }).msg_id;
    await sockets[channel].send(asked);
    await expect(replyTo(sockets[channel], id)).resolves.toBe(
      "kernel_info_reply",
    );
  }
  expect(process.memoryUsage().heapUsed - before).toBeLessThan(100_000_000);
  expect(
    log.debugs.filter((line) => line.includes("dropped")).length,
  ).toBeGreaterThan(5000);
});

async function replyTo(socket: Dealer, id: string): Promise<string> {
  for await (const frames of socket) {
    const { header, parent_header } = decode(
      frames,
      new Signer(connection.key),
    );
    if (parent_header.msg_id === id) return header.msg_type;
  }
  throw new Error("the socket has closed");
}
