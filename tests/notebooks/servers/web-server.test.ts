import { afterEach, expect, test } from "vitest";
import {
  type Distance,
  type Page,
  startWebServer,
  type WebServer,
} from "../../../notebooks/data/servers/web-server.ts";

const body = new Uint8Array(4000).fill(7);
const pages = new Map<string, Page>([
  ["/a", { type: "text/plain", body }],
  ["/b", { type: "text/plain", body }],
  ["/busy", { status: 503, reason: "come back later" }],
  ["/half", { type: "text/plain", body, breaks: true }],
]);
const open: WebServer[] = [];

async function start(distance?: Distance): Promise<WebServer> {
  const server = await startWebServer(pages, distance);
  open.push(server);
  return server;
}

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()));
});

test("gives every page whole, with its type", async () => {
  const { url } = await start();
  const answer = await fetch(`${url}/a`);
  expect(answer.headers.get("content-type")).toBe("text/plain");
  expect(new Uint8Array(await answer.arrayBuffer())).toEqual(body);
});

test("takes the latency and the bandwidth for as long as it says", async () => {
  const server = await start({
    latencyMs: [100, 200],
    bytesPerSecond: 20_000,
  });
  const begun = performance.now();
  await (await fetch(`${server.url}/a`)).arrayBuffer();
  const shortest = server.latencyMs("/a") + (body.length / 20_000) * 1000;
  // A timer may fire a millisecond early.
  expect(performance.now() - begun).toBeGreaterThanOrEqual(shortest - 2);
});

test("keeps each page's latency from run to run, and draws others for another seed", async () => {
  const latencyMs = [0, 1_000_000] as const;
  const [one, again, other] = await Promise.all([
    start({ latencyMs, seed: 5 }),
    start({ latencyMs, seed: 5 }),
    start({ latencyMs, seed: 6 }),
  ]);
  expect(one.latencyMs("/a")).not.toBe(one.latencyMs("/b"));
  expect(one.latencyMs("/a")).toBe(again.latencyMs("/a"));
  expect(one.latencyMs("/a")).not.toBe(other.latencyMs("/a"));
});

test("fails as told: a status with its reason, a connection that breaks, 404 for what is not there", async () => {
  const { url } = await start();
  const busy = await fetch(`${url}/busy`);
  expect(busy.status).toBe(503);
  expect(await busy.text()).toContain("come back later");
  expect((await fetch(`${url}/nothing`)).status).toBe(404);
  await expect(
    fetch(`${url}/half`).then((answer) => answer.arrayBuffer()),
  ).rejects.toThrow("terminated");
});

test("closes at once, also while an answer is on its way", async () => {
  const server = await start({ latencyMs: [600_000, 600_000] });
  const answer = fetch(`${server.url}/a`).catch(String);
  await server.close();
  expect(await answer).toBe("TypeError: fetch failed");
  await expect(fetch(`${server.url}/a`)).rejects.toThrow("fetch failed");
});

test("refuses latencies the wrong way round", async () => {
  await expect(start({ latencyMs: [20, 10] })).rejects.toThrow(
    "latencyMs is [shortest, longest]",
  );
});
