import { PassThrough } from "node:stream";
import { expect, test, vi } from "vitest";
import {
  JsonRpc,
  JsonRpcError,
} from "../../../../kernel/interpreter/types/json-rpc.ts";

/** A connection, and the other side of it: what was written there, and a way to write back. */
function connect() {
  const output = new PassThrough();
  const input = new PassThrough();
  const answer = vi.fn<(method: string, params: unknown) => unknown>(
    (method) => (method === "count" ? 3 : undefined),
  );
  const broken = vi.fn<(error: Error) => void>();
  const connection = new JsonRpc(output, input, answer, broken);
  return { connection, output, input, answer, broken };
}

function frame(message: object | string): Buffer {
  const body = Buffer.from(
    typeof message === "string" ? message : JSON.stringify(message),
  );
  return Buffer.concat([
    Buffer.from(`Content-Length: ${body.length}\r\n\r\n`),
    body,
  ]);
}

const written = async (output: PassThrough): Promise<string> => {
  await new Promise(setImmediate);
  return String(output.read());
};

test("writes a request with the length of its bytes, not of its characters", async () => {
  const { connection, output } = connect();
  void connection.request("hover", { text: "héé" });
  const body =
    '{"jsonrpc":"2.0","id":1,"method":"hover","params":{"text":"héé"}}';
  expect(await written(output)).toBe(
    `Content-Length: ${body.length + 2}\r\n\r\n${body}`,
  );
});

test("gives each answer to its request, in any order and however the bytes are cut", async () => {
  const { connection, input } = connect();
  const first = connection.request("first", {});
  const second = connection.request("second", {});
  const bytes = Buffer.concat([
    frame({ id: 2, result: "zwölf" }),
    frame({ method: "window/logMessage", params: {} }),
    frame({ id: 1, result: null }),
  ]);
  for (const byte of bytes) input.write(Buffer.from([byte]));
  expect(await Promise.all([first, second])).toEqual([null, "zwölf"]);
});

test("takes many messages in one piece", async () => {
  const { connection, input } = connect();
  const asked = Array.from({ length: 50 }, () => connection.request("each"));
  input.write(
    Buffer.concat(asked.map((_, i) => frame({ id: i + 1, result: i }))),
  );
  expect(await Promise.all(asked)).toEqual(asked.map((_, i) => i));
});

test("rejects with what the other side refused", async () => {
  const { connection, input } = connect();
  const asked = connection.request("rename", {});
  input.write(frame({ id: 1, error: { code: -32601, message: "no rename" } }));
  const refusal = new JsonRpcError(-32601, "no rename");
  await expect(asked).rejects.toEqual(refusal);
});

test("answers requests, with null when there is nothing to say", async () => {
  const { input, output, answer } = connect();
  input.write(frame({ id: "a", method: "count", params: [1] }));
  expect(await written(output)).toContain(
    '{"jsonrpc":"2.0","id":"a","result":3}',
  );
  expect(answer).toHaveBeenCalledWith("count", [1]);
  input.write(frame({ id: "b", method: "register" }));
  expect(await written(output)).toContain('"id":"b","result":null');
});

test.each([
  ["no length", "Content-Type: text\r\n\r\n{}"],
  ["no JSON", String(frame("{broken"))],
])("says once that it reads no message: %s", async (_title, bytes) => {
  const { input, broken, connection } = connect();
  const settled = vi.fn<() => void>();
  connection.request("each").then(settled, settled);
  input.write(bytes);
  input.write(frame({ id: 1, result: 1 }));
  await new Promise(setImmediate);
  expect(broken).toHaveBeenCalledOnce();
  expect(settled).not.toHaveBeenCalled();
});
