import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, it } from "vitest";
import {
  ConnectionFileError,
  endpointOf,
  isReadByOthers,
  parseConnection,
  readConnectionFile,
} from "../../../../kernel/server/protocol/connection-file.ts";

const folder = mkdtempSync(join(tmpdir(), "connection-"));
afterAll(() => rmSync(folder, { recursive: true }));

const valid = {
  transport: "tcp",
  ip: "127.0.0.1",
  shell_port: 1001,
  control_port: 1002,
  iopub_port: 1003,
  stdin_port: 1004,
  hb_port: 1005,
  key: "k",
  signature_scheme: "hmac-sha256",
  kernel_name: "romanesco",
};

it("reads ports, key and transport", () => {
  expect(readConnectionFile(write(JSON.stringify(valid)))).toEqual({
    transport: "tcp",
    ip: "127.0.0.1",
    ports: { shell: 1001, control: 1002, iopub: 1003, stdin: 1004, hb: 1005 },
    key: "k",
    curve: undefined,
  });
});

it("reads the keys of an encrypted connection", () => {
  const curve = { curve_publickey: "p", curve_secretkey: "s" };
  expect(parseConnection({ ...valid, ...curve }).curve).toEqual({
    publicKey: "p",
    secretKey: "s",
  });
});

it.each([
  ["no JSON", "{", "it is not JSON"],
  ["an array", "[]", "connection must be a JSON object"],
  [
    "a missing port",
    JSON.stringify({ ...valid, hb_port: undefined }),
    "connection.hb_port must be an integer, got nothing",
  ],
  [
    "a port as text",
    JSON.stringify({ ...valid, hb_port: "1005" }),
    'got "1005"',
  ],
  [
    "a port out of range",
    JSON.stringify({ ...valid, hb_port: 70000 }),
    "a port from 1 to 65535",
  ],
  [
    "two equal ports",
    JSON.stringify({ ...valid, hb_port: 1004 }),
    "five different ports",
  ],
  [
    "a transport of its own",
    JSON.stringify({ ...valid, transport: "udp" }),
    "one of tcp, ipc",
  ],
  [
    "another signature scheme",
    JSON.stringify({ ...valid, signature_scheme: "hmac-md5" }),
    "hmac-sha256",
  ],
])(
  "says what is wrong in a file with %s, and what to do",
  (_what, text, problem) => {
    const read = () => readConnectionFile(write(text));
    expect(read).toThrow(ConnectionFileError);
    expect(read).toThrow(problem);
    expect(read).toThrow("start the kernel from JupyterLab");
  },
);

it("says that a file is missing or is a folder", () => {
  expect(() => readConnectionFile(join(folder, "nothing.json"))).toThrow(
    "there is no such file",
  );
  expect(() => readConnectionFile(folder)).toThrow("it is a folder");
});

it.skipIf(process.platform === "win32")(
  "notices that others can read the key",
  () => {
    const path = write(JSON.stringify(valid));
    chmodSync(path, 0o600);
    expect(isReadByOthers(path)).toBe(false);
    chmodSync(path, 0o640);
    expect(isReadByOthers(path)).toBe(true);
  },
);

it("makes addresses that libzmq understands", () => {
  const connection = parseConnection(valid);
  expect(endpointOf(connection, "shell")).toBe("tcp://127.0.0.1:1001");
  expect(endpointOf({ ...connection, ip: "localhost" }, "hb")).toBe(
    "tcp://127.0.0.1:1005",
  );
  expect(endpointOf({ ...connection, ip: "::1" }, "hb")).toBe(
    "tcp://[::1]:1005",
  );
  expect(
    endpointOf({ ...connection, transport: "ipc", ip: "/tmp/k" }, "iopub"),
  ).toBe("ipc:///tmp/k-1003");
});

function write(text: string): string {
  const path = join(folder, "connection.json");
  writeFileSync(path, text);
  return path;
}
