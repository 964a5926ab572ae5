import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { deserialize, serialize } from "node:v8";
import { afterAll, beforeAll, expect, test } from "vitest";
import { Border } from "../../../lib/border/border.ts";
import type {
  BorderMessage,
  Deed,
  GraphNode,
  Slot,
} from "../../../lib/border/messages.ts";

// The cells' side is the test itself, which writes whatever bytes it likes.
const folder = mkdtempSync(join(tmpdir(), "romanesco-forged-"));
const heard: BorderMessage[] = [];
let socket: Socket;
let border: Border;

const send = (message: unknown): void => {
  const bytes = serialize(message);
  const head = Buffer.alloc(4);
  head.writeUInt32LE(bytes.length);
  socket.write(Buffer.concat([head, bytes]));
};

function listen(): void {
  let rest: Buffer = Buffer.alloc(0);
  socket.on("data", (chunk: Buffer) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 4 && rest.length >= 4 + rest.readUInt32LE(0)) {
      const end = 4 + rest.readUInt32LE(0);
      heard.push(deserialize(rest.subarray(4, end)) as BorderMessage);
      rest = rest.subarray(end);
    }
  });
}

beforeAll(async () => {
  const path = join(folder, "socket");
  const server = createServer();
  const connected = once(server, "connection");
  await once(server.listen(path), "listening");
  border = new Border(path, "few");
  const opened = border.open();
  [socket] = (await connected) as [Socket];
  server.close();
  listen();
  send({ kind: "hello", pid: 42 });
  expect(await opened).toBe(42);
});
afterAll(() => {
  socket.destroy();
  rmSync(folder, { recursive: true, force: true });
});

let last = 0;
async function ask(deed: Deed, nodes: GraphNode[], values: Slot[]) {
  const id = ++last;
  send({ kind: "ask", id, deed, values, nodes });
  const find = () =>
    heard.find((each) => each.kind === "answer" && each.id === id);
  await expect.poll(find).toBeDefined();
  return find() as BorderMessage & { kind: "answer" };
}

const intrinsic = (name: string): GraphNode => ({ kind: "intrinsic", name });
const theirs: GraphNode = { kind: "function", ref: 7, name: "every" };
const keysOf = (object: object) => Reflect.ownKeys(object).map(String);

test.each<[string, Deed, GraphNode[], Slot[]]>([
  ["reads", "get", [intrinsic("Object")], [[0], "__defineGetter__"]],
  ["looks at", "describe", [intrinsic("Array")], [[0], "every"]],
  ["lists", "keys", [intrinsic("Array")], [[0]]],
  ["calls with", "call", [theirs, intrinsic("Array")], [[0], [1], "every"]],
  ["sets", "set", [intrinsic("Array"), theirs], [[0], "every", [1]]],
  ["constructs", "construct", [theirs], [[0]]],
  ["names what was not shown", "name", [], ["expect"]],
  ["names what it was not given", "call", [{ kind: "yours", ref: 99 }], [[0]]],
  ["names nodes that are not there", "call", [], [[5]]],
])(
  "an ask that %s what the checks are made of is refused, or gives nothing",
  async (_, deed, nodes, values) => {
    const before = [Object, Array].map((each) => keysOf(each.prototype));
    const answer = await ask(deed, nodes, values);
    expect(deed === "name" ? answer.values : answer.failed).toEqual(
      deed === "name" ? [undefined] : true,
    );
    expect([Object, Array].map((each) => keysOf(each.prototype))).toEqual(
      before,
    );
  },
);

test("thousands of ends of promises that nobody has given, and of answers that nobody has asked for, change nothing", async () => {
  for (let n = 1000; n < 4000; n++) {
    const graph = { values: [1], nodes: [] };
    send({ kind: "settled", promise: n, failed: false, ...graph });
    send({ kind: "answer", id: n, failed: false, ...graph });
  }
  for (const kind of ["rest", "reply", "hello", "nothing"])
    send({ kind, pid: 1, answer: { question: 1 } });
  expect((await ask("name", [], ["expect"])).values).toEqual([undefined]);
});
