import { readFileSync, statSync } from "node:fs";
import { ContentError, Fields } from "./fields.ts";

/** https://jupyter-client.readthedocs.io/en/stable/kernels.html#connection-files */
export interface Connection {
  transport: "tcp" | "ipc";
  /** Address to listen on; for ipc the start of the sockets' file names. */
  ip: string;
  ports: Record<ChannelPort, number>;
  /** "" means that messages are not signed. */
  key: string;
  /** CurveZMQ keys (Z85), when the client asks for encryption. */
  curve?: { publicKey: string; secretKey: string };
}

export type ChannelPort = "shell" | "control" | "iopub" | "stdin" | "hb";

/** The connection file can't be used. */
export class ConnectionFileError extends Error {
  override name = "ConnectionFileError";
  constructor(
    readonly path: string,
    problem: string,
    options?: ErrorOptions,
  ) {
    super(
      `connection file ${path}: ${problem}. Jupyter writes this file when it starts a kernel; ` +
        `start the kernel from JupyterLab or with "jupyter console --kernel romanesco".`,
      options,
    );
  }
}

/** @throws ConnectionFileError */
export function readConnectionFile(path: string): Connection {
  let text: string;
  try {
    text = readFileSync(path, "utf8");
  } catch (cause) {
    throw new ConnectionFileError(
      path,
      readProblem(cause as NodeJS.ErrnoException),
      { cause },
    );
  }
  try {
    return parseConnection(JSON.parse(text));
  } catch (cause) {
    const problem =
      cause instanceof SyntaxError
        ? `it is not JSON (${cause.message})`
        : (cause as Error).message;
    throw new ConnectionFileError(path, problem, { cause });
  }
}

/** The zeromq address of one channel. */
export function endpointOf(
  { transport, ip, ports }: Connection,
  channel: ChannelPort,
): string {
  if (transport === "ipc") return `ipc://${ip}-${ports[channel]}`;
  // libzmq listens on addresses, not on host names, and wants brackets around IPv6.
  const address =
    ip === "localhost" ? "127.0.0.1" : ip.includes(":") ? `[${ip}]` : ip;
  return `tcp://${address}:${ports[channel]}`;
}

/** Whoever can read the key can run code in the notebook. */
export function isReadByOthers(path: string): boolean {
  return process.platform !== "win32" && (statSync(path).mode & 0o077) !== 0;
}

/** @throws ContentError naming the field */
export function parseConnection(value: unknown): Connection {
  const fields = new Fields(value, "connection");
  const scheme = fields.string("signature_scheme", "hmac-sha256");
  if (scheme !== "hmac-sha256")
    throw new ContentError(
      "connection.signature_scheme",
      '"hmac-sha256"',
      scheme,
    );
  return {
    transport: fields.oneOf("transport", ["tcp", "ipc"], "tcp"),
    ip: fields.string("ip", "127.0.0.1"),
    ports: parsePorts(fields),
    key: fields.string("key", ""),
    curve: fields.has("curve_secretkey")
      ? {
          publicKey: fields.string("curve_publickey"),
          secretKey: fields.string("curve_secretkey"),
        }
      : undefined,
  };
}

function parsePorts(fields: Fields): Record<ChannelPort, number> {
  const ports = {
    shell: fields.integer("shell_port"),
    control: fields.integer("control_port"),
    iopub: fields.integer("iopub_port"),
    stdin: fields.integer("stdin_port"),
    hb: fields.integer("hb_port"),
  };
  for (const [channel, port] of Object.entries(ports)) {
    if (port < 1 || port > 65_535)
      throw new ContentError(
        `connection.${channel}_port`,
        "a port from 1 to 65535",
        port,
      );
  }
  if (new Set(Object.values(ports)).size < 5)
    throw new ContentError("connection", "five different ports", ports);
  return ports;
}

function readProblem(error: NodeJS.ErrnoException): string {
  switch (error.code) {
    case "ENOENT":
      return "there is no such file";
    case "EACCES":
      return "it can't be read by this user";
    case "EISDIR":
      return "it is a folder";
    default:
      return error.message;
  }
}
