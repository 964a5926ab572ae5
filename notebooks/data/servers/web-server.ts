import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as delay } from "node:timers/promises";
import { makeRandom } from "./random.ts";

/** How far away the server seems. */
export interface Distance {
  /** Shortest and longest time until the first byte of an answer, in milliseconds. */
  latencyMs?: readonly [number, number];
  /** What one connection carries, in bytes a second; a second connection carries as much again. */
  bytesPerSecond?: number;
  /** Which latencies the pages get; the same seed gives the same. Default 1. */
  seed?: number;
}

/** What is found under a path, "/photos/hills.jpg". */
export type Page =
  | { type: string; body: Uint8Array }
  /** An answer that says what went wrong. */
  | { status: number; reason: string }
  /** The connection breaks in the middle of the page. */
  | { type: string; body: Uint8Array; breaks: true };

export interface WebServer {
  /** "http://127.0.0.1:54321", without a slash at its end. */
  url: string;
  /** How long the page under this path keeps one waiting for its first byte, in milliseconds. */
  latencyMs(path: string): number;
  /** Ends the server and every answer on its way; safe to call twice. */
  close(): Promise<void>;
}

const paceMs = 10;

/**
 * Serves pages on this machine, as slowly as if they came from afar. Each page has a latency of its own that is the same
 * on every run, so that times differ between pages and agree between runs.
 * @param pages by path
 * @throws the system's error if no port is free
 */
export async function startWebServer(
  pages: ReadonlyMap<string, Page>,
  distance: Distance = {},
): Promise<WebServer> {
  const { bytesPerSecond = Infinity } = distance;
  const latencies = drawLatencies([...pages.keys()], distance);
  const latencyMs = (path: string) => latencies.get(path) ?? 0;
  const closing = new AbortController();
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    const page = pages.get(path) ?? {
      status: 404,
      reason: `nothing is kept under ${path}`,
    };
    void answer(response, page, latencyMs(path), bytesPerSecond, closing);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  // An IP socket's address is an object.
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    latencyMs,
    close() {
      closing.abort();
      // Kept-alive connections would hold the server, and the notebook's last cell, for five seconds.
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}

function drawLatencies(paths: string[], distance: Distance) {
  const [shortest, longest] = distance.latencyMs ?? [0, 0];
  if (!(shortest >= 0 && longest >= shortest))
    throw new RangeError(
      `latencyMs is [shortest, longest], both from 0 up; got [${shortest}, ${longest}].`,
    );
  const random = makeRandom(distance.seed ?? 1);
  return new Map(
    paths.map((path) => [
      path,
      Math.round(shortest + random() * (longest - shortest)),
    ]),
  );
}

async function answer(
  response: ServerResponse,
  page: Page,
  latencyMs: number,
  bytesPerSecond: number,
  { signal }: AbortController,
): Promise<void> {
  try {
    await delay(latencyMs, undefined, { signal });
    if ("status" in page) {
      response.writeHead(page.status, { "content-type": "text/plain" });
      response.end(`${page.reason}\n`);
      return;
    }
    const length = page.body.length;
    const sent =
      "breaks" in page ? page.body.subarray(0, length / 2) : page.body;
    response.writeHead(200, {
      "content-type": page.type,
      "content-length": length,
    });
    await sendPaced(response, sent, bytesPerSecond, signal);
    if ("breaks" in page) response.destroy();
    else response.end();
  } catch {
    // Closed while it answered, or the client went away: nobody is left to tell.
    response.destroy();
  }
}

/** Sends so many bytes a second: what is due by now, then a short rest. */
async function sendPaced(
  response: ServerResponse,
  body: Uint8Array,
  bytesPerSecond: number,
  signal: AbortSignal,
): Promise<void> {
  const start = performance.now();
  let sent = 0;
  while (sent < body.length) {
    const elapsedMs = performance.now() - start;
    // Infinity times zero is no number; a fast line has all of it due at once.
    const due = Number.isFinite(bytesPerSecond)
      ? Math.min(body.length, Math.ceil((elapsedMs / 1000) * bytesPerSecond))
      : body.length;
    if (due > sent) {
      const part = body.subarray(sent, due);
      // Until it has left: what a broken connection gave is given.
      await new Promise((resolve) => response.write(part, resolve));
      sent = due;
    }
    if (sent < body.length) await delay(paceMs, undefined, { signal });
  }
}
