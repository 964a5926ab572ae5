import type { Msg, NatsConnection } from "@nats-io/transport-node";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Puller } from "../../../lib/cluster/nats/puller.ts";

const expiresMs = 1000;
let asked: { subject: string; request: unknown; inbox: string }[];
let responses: string[];
let hear: (message: Msg) => void;
let puller: Puller;

beforeEach(() => {
  vi.useFakeTimers();
  asked = [];
  responses = [];
  const server = {
    subscribe: (_: string, options: { callback: (e: null, m: Msg) => void }) =>
      (hear = (message) => options.callback(null, message)),
    publish: (subject: string, request: string, { reply = "" }) =>
      asked.push({ subject, request: JSON.parse(request), inbox: reply }),
  };
  const connection = server as unknown as NatsConnection;
  puller = new Puller(connection, "_INBOX", "TASKS", "agents", expiresMs);
});

afterEach(() => vi.useRealTimers());

function message(subject: string, headers?: object): Msg {
  const respond = (text: string): boolean => responses.push(text) > 0;
  return { subject, headers, respond } as unknown as Msg;
}

function status(code: number, description: string): Msg {
  return message(asked.at(-1)!.inbox, { code, description });
}

test("each message is asked for by itself, and by one inbox", async () => {
  for (const subject of ["tasks.one", "tasks.two"]) {
    const next = puller.next();
    hear(message(subject));
    expect((await next)?.subject).toBe(subject);
  }
  const [first, second] = asked;
  expect(first!.subject).toBe("$JS.API.CONSUMER.MSG.NEXT.TASKS.agents");
  expect(first!.request).toEqual({ batch: 1, expires: expiresMs * 1e6 });
  expect(second).toEqual(first);
  expect(responses).toEqual([]);
});

test("there is none when the server says so, and when it says nothing in time", async () => {
  const said = puller.next();
  hear(status(408, "Request Timeout"));
  expect(await said).toBeNull();
  const silent = puller.next();
  vi.advanceTimersByTime(2 * expiresMs);
  expect(await silent).toBeNull();
});

test("a server that cannot give any says why", async () => {
  const next = puller.next();
  hear(status(409, "Leadership Change"));
  await expect(next).rejects.toThrow("409 Leadership Change");
});

test("what comes when nobody waits for it any more goes to another agent at once", async () => {
  const late = puller.next();
  vi.advanceTimersByTime(2 * expiresMs);
  await late;
  hear(message("tasks.late"));
  expect(responses).toEqual(['-NAK {"delay":0}']);
});

test("a message is acknowledged, spoken for, or given back in the words of JetStream", async () => {
  const given = [];
  for (const name of ["tasks.one", "tasks.two"]) {
    const next = puller.next();
    hear(message(name));
    given.push((await next)!);
  }
  const [one, two] = given;
  one!.working();
  one!.ack();
  two!.nak(1000);
  expect(responses).toEqual(["+WPI", "+ACK", '-NAK {"delay":1000000000}']);
});

test("what was given back is neither acknowledged nor spoken for afterwards", async () => {
  const next = puller.next();
  hear(message("tasks.one"));
  const pulled = (await next)!;
  pulled.nak();
  pulled.ack();
  pulled.working();
  expect(responses).toEqual(['-NAK {"delay":0}']);
});
