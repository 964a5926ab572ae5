import { existsSync } from "node:fs";
import { readFile, stat, writeFile } from "node:fs/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  classify,
  loadVideo,
  makeVideos,
  type VideoFolder,
} from "../../../notebooks/data/servers/video-files.ts";

let videos: VideoFolder;

beforeAll(async () => {
  videos = await makeVideos(10);
});
afterAll(() => videos.remove());

test("films small files, each motion as often as another", async () => {
  expect(videos.paths).toHaveLength(10);
  expect((await stat(videos.paths[0]!)).size).toBe(10 + 64 * 48 * 16);
  expect(new Set(videos.truth)).toEqual(
    new Set(["still", "left", "right", "up", "down"]),
  );
});

test("sees from the pixels alone how each camera moved", async () => {
  const seen = [];
  for (const path of videos.paths)
    seen.push(classify(await loadVideo(path)).motion);
  expect(seen).toEqual(videos.truth);
});

test("films the same for the same seed and something else for another", async () => {
  const [again, other] = await Promise.all([
    makeVideos(1),
    makeVideos(1, { seed: 2 }),
  ]);
  const first = await readFile(videos.paths[0]!);
  expect(await readFile(again.paths[0]!)).toEqual(first);
  expect(await readFile(other.paths[0]!)).not.toEqual(first);
  await Promise.all([again.remove(), other.remove()]);
});

test("names a file that is no video or was cut short", async () => {
  const { folder, remove } = await makeVideos(0);
  const path = `${folder}/notes.raw`;
  await writeFile(path, "some notes");
  await expect(loadVideo(path)).rejects.toThrow("notes.raw is no raw video");
  const whole = await readFile(videos.paths[0]!);
  await writeFile(path, whole.subarray(0, 100));
  await expect(loadVideo(path)).rejects.toThrow(
    `notes.raw has 100 of ${whole.length} bytes`,
  );
  await remove();
  expect(existsSync(folder)).toBe(false);
});
