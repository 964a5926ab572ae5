import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import { filmScene, motions, type Motion } from "./film-scene.ts";
import type { Video } from "./video.ts";

export { classify, type Verdict } from "./classify-video.ts";
export type { Motion } from "./film-scene.ts";
export type { Video } from "./video.ts";

export interface VideoFolder {
  folder: string;
  /** "…/video-0000.raw" and so on. */
  paths: string[];
  /** How the camera really moved, in the order of the paths. */
  truth: Motion[];
  /** Deletes the folder. */
  remove(): Promise<void>;
}

export interface VideoOptions {
  /** Pixels; default 64 x 48. */
  width?: number;
  height?: number;
  /** Pictures in each; default 16. */
  frames?: number;
  /** Default 1. The same seed films the same. */
  seed?: number;
}

// A file is "RAW8", then width, height and the number of frames as 16-bit numbers, then a byte per pixel.
const magic = "RAW8";
const headerBytes = 10;

/**
 * Films short videos without sound or colour into a temporary folder: a camera over a painted scene that stands still or
 * moves one way. Each file holds raw frames, about 50 kB by default.
 * @param count how many
 */
export async function makeVideos(
  count: number,
  options: VideoOptions = {},
): Promise<VideoFolder> {
  const { width = 64, height = 48, frames = 16, seed = 1 } = options;
  const folder = await mkdtemp(join(tmpdir(), "romanesco-videos-"));
  const paths: string[] = [];
  const truth: Motion[] = [];
  for (let i = 0; i < count; i++) {
    // Seven and five have no common factor: every motion comes as often as another.
    const motion = motions[(i * 7) % motions.length] as Motion;
    const pixels = filmScene(width, height, frames, motion, seed * 100_003 + i);
    const path = join(folder, `video-${String(i).padStart(4, "0")}.raw`);
    await writeFile(path, encode({ name: "", width, height, frames, pixels }));
    paths.push(path);
    truth.push(motion);
  }
  const remove = () => rm(folder, { recursive: true, force: true });
  return { folder, paths, truth, remove };
}

/**
 * Reads a video.
 * @param options.latencyMs how long the storage takes before it gives anything, as a disk far away does; default 0
 * @throws Error that names the file if it is no video of ours or was cut short
 */
export async function loadVideo(
  path: string,
  options: { latencyMs?: number } = {},
): Promise<Video> {
  if (options.latencyMs) await delay(options.latencyMs);
  return decode(basename(path), await readFile(path));
}

function encode({ width, height, frames, pixels }: Video): Uint8Array {
  const file = Buffer.alloc(headerBytes + pixels.length);
  file.write(magic, "latin1");
  [width, height, frames].forEach((value, i) =>
    file.writeUInt16LE(value, magic.length + 2 * i),
  );
  file.set(pixels, headerBytes);
  return file;
}

function decode(name: string, file: Buffer): Video {
  if (file.toString("latin1", 0, magic.length) !== magic)
    throw new Error(
      `${name} is no raw video: it does not begin with ${magic}.`,
    );
  const read = (i: number) => file.readUInt16LE(magic.length + 2 * i);
  const [width, height, frames] = [read(0), read(1), read(2)];
  const expected = headerBytes + width * height * frames;
  if (file.length !== expected)
    throw new Error(
      `${name} has ${file.length} of ${expected} bytes: it was cut short. Make it again.`,
    );
  // A copy: small files come in a buffer that others share, which would travel whole.
  const pixels = new Uint8Array(file.subarray(headerBytes));
  return { name, width, height, frames, pixels };
}
