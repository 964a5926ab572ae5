import { decode } from "jpeg-js";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  type PhotoServer,
  startPhotoServer,
} from "../../../notebooks/data/servers/photo-server.ts";

const near = {
  width: 96,
  height: 60,
  latencyMs: [0, 0],
  bytesPerSecond: Infinity,
} as const;
let server: PhotoServer;

beforeAll(async () => {
  server = await startPhotoServer(near);
});
afterAll(() => server.close());

async function download(url: string): Promise<Uint8Array | string> {
  try {
    const answer = await fetch(url);
    if (!answer.ok) return `${answer.status} ${(await answer.text()).trim()}`;
    return new Uint8Array(await answer.arrayBuffer());
  } catch (error) {
    return String(error);
  }
}

test("gives ten addresses: seven photos, one of them twice, two that fail", async () => {
  expect(server.urls).toHaveLength(10);
  expect(new Set(server.urls).size).toBe(9);
  const answers = await Promise.all(server.urls.map(download));
  expect(answers.filter((each) => typeof each === "string").toSorted()).toEqual(
    ["404 this photo has moved away", "TypeError: terminated"],
  );
});

test("gives real JPEGs of the size asked for, with no two alike", async () => {
  const addresses = [...new Set(server.urls)];
  const answers = await Promise.all(addresses.map(download));
  const photos = answers.filter((each) => typeof each !== "string");
  expect(photos).toHaveLength(7);
  for (const photo of photos) {
    expect(decode(photo)).toMatchObject({ width: 96, height: 60 });
  }
  expect(new Set(photos.map(String)).size).toBe(7);
});

test("paints the same photos on every run", async () => {
  const other = await startPhotoServer(near);
  const path = new URL(server.urls[0]!).pathname;
  expect(await download(other.url + path)).toEqual(
    await download(server.url + path),
  );
  await other.close();
});

test("leaves the failures out when asked to", async () => {
  const kind = await startPhotoServer({ ...near, failures: false });
  const answers = await Promise.all(kind.urls.map(download));
  expect(answers).toHaveLength(8);
  expect(answers.every((each) => typeof each !== "string")).toBe(true);
  await kind.close();
});
