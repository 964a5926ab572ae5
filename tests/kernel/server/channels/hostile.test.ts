import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Dealer, Request, Subscriber, XSubscriber } from "zeromq";
import { ZeromqChannels } from "../../../../kernel/server/channels/zeromq.ts";
import {
  endpointOf,
  type Connection,
} from "../../../../kernel/server/protocol/connection-file.ts";
import { Session } from "../../../../kernel/server/protocol/session.ts";
import { Signer } from "../../../../kernel/server/protocol/signature.ts";
import { decode, encode } from "../../../../kernel/server/protocol/wire.ts";
import { silentLog } from "../../support/log.ts";
import { RawPeer } from "../../support/raw-peer.ts";

const folder = mkdtempSync(join(tmpdir(), "hostile-"));
afterAll(() => rmSync(folder, { recursive: true }));

const session = new Session();

describe("what comes without the key never changes what others get", () => {
  const ports = { shell: 1, control: 2, iopub: 3, stdin: 4, hb: 5 };
  const connection: Connection = {
    transport: "ipc",
    ip: join(folder, "kernel"),
    ports,
    key: "key",
  };
  let channels: ZeromqChannels;
  let welcomes = 0;
  let heard: (type: string) => void = () => {};

  beforeAll(async () => {
    channels = await ZeromqChannels.open(connection, silentLog);
    channels.listen({
      message: (_channel, { header: { msg_type } }) => {
        if (msg_type === "break") throw new Error("a mistake of ours");
        heard(msg_type);
      },
      subscribed: (topic) => {
        welcomes++;
        channels.welcome(session.welcome(topic));
      },
    });
    return () => channels.close();
  });

  const pathOf = (port: keyof typeof ports) =>
    endpointOf(connection, port).replace("ipc://", "");

  async function expectHeartbeat(): Promise<void> {
    const client = new Request({ linger: 0 });
    client.connect(endpointOf(connection, "hb"));
    await client.send("ping");
    expect(String((await client.receive())[0])).toBe("ping");
    client.close();
  }

  async function subscribe(topic = ""): Promise<Subscriber> {
    const subscriber = new Subscriber({ linger: 0 });
    subscriber.connect(endpointOf(connection, "iopub"));
    subscriber.subscribe(topic);
    await subscriber.receive();
    return subscriber;
  }

  /** The type of the next message that is no welcome. */
  async function nextType(subscriber: Subscriber): Promise<string> {
    for (;;) {
      const frames = await subscriber.receive();
      const { msg_type } = decode(frames, new Signer("key")).header;
      if (msg_type !== "iopub_welcome") return msg_type;
    }
  }

  it.each([
    ["no delimiter", ["ping"]],
    ["an empty frame", [""]],
    ["a delimiter and nothing", ["", ""]],
    ["many delimiters", ["", "", "", "ping"]],
    ["many frames", Array.from({ length: 100 }, (_, index) => `${index}`)],
  ])("beats on after a heartbeat with %s", async (_what, frames) => {
    for (const socketType of ["DEALER", "REQ"]) {
      const peer = await RawPeer.connect(pathOf("hb"), socketType);
      peer.send(...frames);
      await expectHeartbeat();
      peer.end();
    }
  });

  it("beats on after noise on the wire", async () => {
    const peer = await RawPeer.connectSilently(pathOf("hb"));
    peer.socket.write(Buffer.alloc(100_000, "noise"));
    await expectHeartbeat();
    peer.end();
  });

  it("ends the connection of a heartbeat of a megabyte, and no other", async () => {
    const peer = await RawPeer.connect(pathOf("hb"), "DEALER");
    peer.send(Buffer.alloc(1_000_000));
    await peer.closed;
    await expectHeartbeat();
  });

  it.each(["\x05", "", "\x05stream", "\xff", "\x02\x00"])(
    "publishes to the same subscribers after the frame %j on iopub",
    async (frame) => {
      const before = await subscribe();
      const peer = new XSubscriber({ linger: 0 });
      peer.connect(endpointOf(connection, "iopub"));
      await peer.send(frame);
      const raw = await RawPeer.connect(pathOf("iopub"), "XSUB");
      raw.send(frame);
      raw.send(frame, "\x01stream", frame);
      const during = await Promise.all([subscribe(), subscribe("stream")]);
      raw.send(frame);
      await peer.send(frame);
      const after = await subscribe();
      channels.publish(session.broadcast("stream", {}, {}));
      for (const subscriber of [before, ...during, after]) {
        expect(await nextType(subscriber)).toBe("stream");
        subscriber.close();
      }
      raw.end();
      peer.close();
    },
  );

  it("takes a subscription from those who leave alone", async () => {
    const [stays, leaves] = [await subscribe(), await subscribe()];
    leaves.close();
    const raw = await RawPeer.connect(pathOf("iopub"), "SUB");
    raw.send("\x00");
    const last = await subscribe();
    channels.publish(session.broadcast("stream", {}, {}));
    expect(await nextType(stays)).toBe("stream");
    expect(await nextType(last)).toBe("stream");
    for (const socket of [stays, last]) socket.close();
    raw.end();
  });

  it("ends the connection of a topic of ten megabytes", async () => {
    const peer = await RawPeer.connect(pathOf("iopub"), "SUB");
    peer.send(Buffer.alloc(10_000_000, 1));
    await peer.closed;
    const subscriber = await subscribe();
    channels.publish(session.broadcast("stream", {}, {}));
    expect(await nextType(subscriber)).toBe("stream");
    subscriber.close();
  });

  it("welcomes a peer that subscribes 20,000 times no oftener than others can read", async () => {
    const peer = await RawPeer.connect(pathOf("iopub"), "SUB");
    const before = welcomes;
    for (let index = 0; index < 20_000; index++) peer.send(`\x01${index}`);
    // Read after all of those.
    const subscriber = await subscribe();
    expect(welcomes - before).toBeLessThan(2000);
    channels.publish(session.broadcast("stream", {}, {}));
    expect(await nextType(subscriber)).toBe("stream");
    subscriber.close();
    peer.end();
  });

  it("reads on after a message that its listener fails on", async () => {
    const client = new Dealer({ linger: 0 });
    client.connect(endpointOf(connection, "shell"));
    const next = new Promise<string>((resolve) => (heard = resolve));
    for (const type of ["break", "next"]) {
      const message = session.broadcast(type, {}, {});
      await client.send(
        encode({ ...message, identities: [] }, new Signer("key")),
      );
    }
    expect(await next).toBe("next");
    client.close();
  });

  it("answers a front end that comes back under its name by another connection", async () => {
    const clients = [1, 2].map(() => new Dealer({ routingId: "me" }));
    for (const client of clients) {
      client.linger = 0;
      client.connect(endpointOf(connection, "stdin"));
      const asked = new Promise<string>((resolve) => (heard = resolve));
      const message = session.broadcast("hello", {}, {});
      await client.send(
        encode({ ...message, identities: [] }, new Signer("key")),
      );
      await asked;
    }
    const reply = session.broadcast("hello_reply", {}, {});
    channels.send("stdin", { ...reply, identities: [Buffer.from("me")] });
    const frames = await clients[1]!.receive();
    expect(decode(frames, new Signer("key")).header.msg_type).toBe(
      "hello_reply",
    );
    for (const client of clients) client.close();
  });
});
