import { once } from "node:events";
import { connect, type Socket } from "node:net";

const more = 1;
const long = 2;
const command = 4;

/** Speaks ZMTP 3.0 by hand, as a program would that means no good: it sends frames that no library lets one send. */
export class RawPeer {
  /** Resolves when the other side has ended the connection. */
  readonly closed: Promise<void>;

  private constructor(readonly socket: Socket) {
    // What the other side does to a connection is for the test to see, not to fail by.
    socket.on("error", () => {});
    this.closed = new Promise((resolve) => socket.once("close", resolve));
    socket.resume();
  }

  /** @param socketType of the peer that it says to be, such as "SUB" */
  static async connect(path: string, socketType: string): Promise<RawPeer> {
    const peer = await RawPeer.connectSilently(path);
    const greeting = Buffer.alloc(64);
    greeting.set([0xff, 0, 0, 0, 0, 0, 0, 0, 1, 0x7f, 3, 0]);
    greeting.write("NULL", 12);
    peer.socket.write(greeting);
    const name = "Socket-Type";
    const size = Buffer.alloc(4);
    size.writeUInt32BE(socketType.length);
    const property = [String.fromCharCode(name.length), name, size, socketType];
    peer.#write(command, ["\x05READY", ...property]);
    return peer;
  }

  /** Without a greeting: what it writes is noise. */
  static async connectSilently(path: string): Promise<RawPeer> {
    const socket = connect(path);
    await once(socket, "connect");
    return new RawPeer(socket);
  }

  /** One message of these frames. */
  send(...frames: (string | Buffer)[]): void {
    frames.forEach((frame, index) =>
      this.#write(index < frames.length - 1 ? more : 0, [frame]),
    );
  }

  end(): void {
    this.socket.destroy();
  }

  #write(flags: number, parts: (string | Buffer)[]): void {
    const body = Buffer.concat(parts.map((part) => Buffer.from(part)));
    const size = Buffer.alloc(8);
    size.writeBigUInt64BE(BigInt(body.length));
    const head =
      body.length > 255
        ? [Buffer.from([flags | long]), size]
        : [Buffer.from([flags, body.length])];
    this.socket.write(Buffer.concat([...head, body]));
  }
}
