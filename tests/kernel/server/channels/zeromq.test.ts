import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import {
  afterAll,
  beforeAll,
  beforeEach,
  describe,
  expect,
  it,
  vi,
} from "vitest";
import { curveKeyPair, Dealer, Request, Subscriber } from "zeromq";
import type { RequestChannel } from "../../../../kernel/server/channels/channels.ts";
import {
  BindError,
  ZeromqChannels,
} from "../../../../kernel/server/channels/zeromq.ts";
import {
  endpointOf,
  type Connection,
} from "../../../../kernel/server/protocol/connection-file.ts";
import type { Message } from "../../../../kernel/server/protocol/header.ts";
import { Session } from "../../../../kernel/server/protocol/session.ts";
import { Signer } from "../../../../kernel/server/protocol/signature.ts";
import { decode, encode } from "../../../../kernel/server/protocol/wire.ts";
import { ListLog } from "../../support/log.ts";

// Sockets in files: no port can be taken by somebody else.
const folder = mkdtempSync(join(tmpdir(), "channels-"));
afterAll(() => rmSync(folder, { recursive: true }));

const session = new Session();
const signer = new Signer("key");

function connectionNamed(name: string): Connection {
  const ports = { shell: 1, control: 2, iopub: 3, stdin: 4, hb: 5 };
  return { transport: "ipc", ip: join(folder, name), ports, key: "key" };
}

describe("channels over zeromq", () => {
  const connection = connectionNamed("open");
  const log = new ListLog();
  const received: { channel: RequestChannel; message: Message }[] = [];
  const topics: string[] = [];
  let notify = () => {};
  let channels: ZeromqChannels;

  beforeAll(async () => {
    channels = await ZeromqChannels.open(connection, log);
    channels.listen({
      message: (channel, message) => (
        received.push({ channel, message }),
        notify()
      ),
      subscribed: (topic) => (
        topics.push(topic),
        channels.welcome(session.welcome(topic)),
        notify()
      ),
    });
    return () => channels.close();
  });
  beforeEach(() => void received.splice(0));

  async function until(done: () => boolean): Promise<void> {
    while (!done()) await new Promise<void>((resolve) => (notify = resolve));
  }

  function connect<S extends Dealer | Subscriber | Request>(
    socket: S,
    channel: keyof Connection["ports"],
  ): S {
    socket.linger = 0;
    socket.connect(endpointOf(connection, channel));
    return socket;
  }

  async function subscribe(topic: string): Promise<Subscriber> {
    const subscriber = connect(
      new Subscriber({ receiveHighWaterMark: 0 }),
      "iopub",
    );
    subscriber.subscribe(topic);
    return subscriber;
  }

  it("delivers requests with their sender, and the reply to that sender", async () => {
    const client = connect(new Dealer({ routingId: "me" }), "shell");
    await client.send(encode(requestOf("hello"), signer));
    await until(() => received.length > 0);
    const { channel, message } = received[0]!;
    expect(channel).toBe("shell");
    expect(message.identities.map(String)).toEqual(["me"]);
    channels.send(
      "shell",
      session.answer("hello_reply", { ok: true }, message),
    );
    const reply = decode(await client.receive(), new Signer("key"));
    expect(reply).toMatchObject({
      header: { msg_type: "hello_reply" },
      content: { ok: true },
    });
    client.close();
  });

  it("receives 10,000 requests of one tick, in order", async () => {
    const client = connect(new Dealer({ sendHighWaterMark: 0 }), "control");
    for (let i = 0; i < 10_000; i++)
      await client.send(encode(requestOf(String(i)), signer));
    await until(() => received.length === 10_000);
    expect(received.map(({ message }) => message.header.msg_type)).toEqual(
      Array.from({ length: 10_000 }, (_, i) => `${i}`),
    );
    client.close();
  });

  it("publishes 10,000 messages of one tick to two subscribers, none lost, in order", async () => {
    const subscribers = [await subscribe(""), await subscribe("")];
    for (const subscriber of subscribers) await subscriber.receive();
    for (let i = 0; i < 10_000; i++)
      channels.publish(session.broadcast("number", { i }, {}));
    expect(channels.backlog).toBeGreaterThan(0);
    for (const subscriber of subscribers) {
      const numbers: unknown[] = [];
      while (numbers.length < 10_000) {
        const message = decode(await subscriber.receive(), new Signer("key"));
        if (message.header.msg_type === "number")
          numbers.push((message.content as { i: number }).i);
      }
      expect(numbers).toEqual(Array.from({ length: 10_000 }, (_, i) => i));
      subscriber.close();
    }
    await channels.drained();
    expect(channels.backlog).toBe(0);
  });

  it("tells of every subscription, also of a topic that others have", async () => {
    topics.length = 0;
    const subscribers = [await subscribe("stream"), await subscribe("stream")];
    await until(() => topics.length === 2);
    expect(topics).toEqual(["stream", "stream"]);
    for (const subscriber of subscribers) {
      const message = decode(await subscriber.receive(), new Signer("key"));
      expect(message).toMatchObject({
        header: { msg_type: "iopub_welcome" },
        content: { subscription: "stream" },
      });
      subscriber.close();
    }
  });

  it("loses nothing for a new subscriber from its welcome on, in the midst of a burst", async () => {
    let bursting = true;
    let count = 0;
    const burst = (async () => {
      while (bursting) {
        for (let i = 0; i < 20; i++)
          channels.publish(session.broadcast("number", { i: count++ }, {}));
        await channels.drained();
        await new Promise((resolve) => setImmediate(resolve));
      }
    })();
    for (let round = 0; round < 20; round++) {
      const subscriber = await subscribe("");
      const messages: Message[] = [];
      const welcomed = () =>
        messages.findIndex(
          ({ header }) => header.msg_type === "iopub_welcome",
        ) + 1;
      while (welcomed() === 0 || messages.length < welcomed() + 40)
        messages.push(decode(await subscriber.receive(), new Signer("key")));
      const numbers = messages
        .filter(({ header }) => header.msg_type === "number")
        .map(({ content }) => (content as { i: number }).i);
      expect(numbers).toEqual(numbers.map((_, index) => numbers[0]! + index));
      subscriber.close();
    }
    bursting = false;
    await burst;
  });

  it("sends nothing more to a subscriber that leaves a topic", async () => {
    const subscriber = await subscribe("stream");
    await subscriber.receive();
    subscriber.unsubscribe("stream");
    subscriber.subscribe("last");
    expect(String((await subscriber.receive())[0])).toBe("last");
    channels.publish(session.broadcast("stream", {}, {}));
    channels.publish(session.broadcast("last", {}, {}));
    expect(
      decode(await subscriber.receive(), new Signer("key")).header.msg_type,
    ).toBe("last");
    subscriber.close();
  });

  it("echoes the heartbeat", async () => {
    const client = connect(new Request(), "hb");
    for (const ping of ["ping", "pong"]) {
      await client.send(ping);
      expect(String((await client.receive())[0])).toBe(ping);
    }
    client.close();
  });

  it("drops what is malformed or signed with another key, logs it, and delivers the next message", async () => {
    log.debugs.length = log.warnings.length = 0;
    const client = connect(new Dealer(), "shell");
    await client.send("nonsense");
    await client.send(["<IDS|MSG>", "", "{}"]);
    await client.send(encode(requestOf("forged"), new Signer("another key")));
    const twice = encode(requestOf("twice"), signer);
    await client.send(twice);
    await client.send(twice);
    const notJson = ["{", "{}", "{}", "{}"];
    await client.send(["<IDS|MSG>", signer.sign(notJson), ...notJson]);
    await client.send(encode(requestOf("good"), signer));
    await until(() => received.length === 2);
    expect(received.map(({ message }) => message.header.msg_type)).toEqual([
      "twice",
      "good",
    ]);
    expect(log.warnings).toEqual([]);
    expect(log.debugs).toEqual([
      expect.stringContaining("no <IDS|MSG>"),
      expect.stringContaining("at least 5 are needed"),
      "shell: dropped a message: wrong signature",
      "shell: dropped a message: replayed signature",
      expect.stringContaining("is not JSON"),
    ]);
    client.close();
  });
});

it("says which address is taken, and closes what it had opened", async () => {
  const servers = await Promise.all(Array.from({ length: 5 }, listenAnywhere));
  const [shell = 0, control = 0, iopub = 0, stdin = 0, hb = 0] =
    servers.map(portOf);
  const blocker = servers.pop()!;
  for (const server of servers) await close(server);
  const ports = { shell, control, iopub, stdin, hb };
  const connection: Connection = {
    transport: "tcp",
    ip: "127.0.0.1",
    ports,
    key: "key",
  };
  const attempt = ZeromqChannels.open(connection, new ListLog());
  await expect(attempt).rejects.toThrow(BindError);
  await expect(attempt).rejects.toThrow(
    `127.0.0.1:${ports.hb}: another program uses this address`,
  );
  await close(blocker);
  // libzmq lets go of an address in a thread of its own, some time after the close.
  const channels = await vi.waitFor(
    () => ZeromqChannels.open(connection, new ListLog()),
    { timeout: 150_000, interval: 20 },
  );
  await channels.close();
});

it("encrypts when the connection file carries keys, and answers nobody without them", async () => {
  const server = curveKeyPair();
  const connection = { ...connectionNamed("curve"), curve: server };
  const channels = await ZeromqChannels.open(connection, new ListLog());
  const got = new Promise<string>((resolve) => {
    channels.listen({
      message: (_channel, message) => resolve(message.header.msg_type),
      subscribed: (topic) => channels.welcome(session.welcome(topic)),
    });
  });
  const plain = new Dealer({ linger: 0 });
  plain.connect(endpointOf(connection, "shell"));
  await plain.send(encode(requestOf("plain"), signer));
  const own = curveKeyPair();
  const keys = {
    curvePublicKey: own.publicKey,
    curveSecretKey: own.secretKey,
    curveServerKey: server.publicKey,
  };
  const subscriber = new Subscriber({ linger: 0, ...keys });
  subscriber.connect(endpointOf(connection, "iopub"));
  subscriber.subscribe("topic");
  const client = new Dealer({ linger: 0, ...keys });
  client.connect(endpointOf(connection, "shell"));
  await client.send(encode(requestOf("encrypted"), signer));
  expect(await got).toBe("encrypted");
  expect(String((await subscriber.receive())[0])).toBe("topic");
  plain.close();
  subscriber.close();
  client.close();
  await channels.close();
});

function requestOf(type: string): Message {
  return { ...session.broadcast(type, {}, {}), identities: [] };
}

async function listenAnywhere(): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}
