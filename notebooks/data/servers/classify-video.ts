import type { Motion } from "./film-scene.ts";
import type { Video } from "./video.ts";

/** What the camera did, as far as one can see. */
export interface Verdict {
  name: string;
  motion: Motion;
  /** Mean step from a picture to the next, in pixels: to the right and down. */
  x: number;
  y: number;
}

const reach = 3;

/**
 * Tells how the camera moved. For each picture it tries which small shift fits the one before best: the motion search of
 * video coders. Real work for a core: about 1.5 million differences a video of default size.
 */
export function classify(video: Video): Verdict {
  let sumX = 0;
  let sumY = 0;
  for (let frame = 1; frame < video.frames; frame++) {
    const [x, y] = findShift(video, frame);
    sumX += x;
    sumY += y;
  }
  const pairs = Math.max(1, video.frames - 1);
  const [x, y] = [sumX / pairs, sumY / pairs];
  return { name: video.name, motion: nameMotion(x, y), x, y };
}

function nameMotion(x: number, y: number): Motion {
  if (Math.max(Math.abs(x), Math.abs(y)) < 0.5) return "still";
  if (Math.abs(x) >= Math.abs(y)) return x > 0 ? "right" : "left";
  return y > 0 ? "down" : "up";
}

function findShift(video: Video, frame: number): [x: number, y: number] {
  let best: [number, number] = [0, 0];
  let least = Infinity;
  for (let y = -reach; y <= reach; y++)
    for (let x = -reach; x <= reach; x++) {
      const difference = compareShifted(video, frame, x, y);
      if (difference >= least) continue;
      least = difference;
      best = [x, y];
    }
  return best;
}

/** Sum of differences between a picture and the one before it, moved by x and y, where both have pixels. */
function compareShifted(
  { width, height, pixels }: Video,
  frame: number,
  x: number,
  y: number,
): number {
  const size = width * height;
  const now = frame * size;
  const before = now - size;
  let sum = 0;
  for (let row = reach; row < height - reach; row++)
    for (let column = reach; column < width - reach; column++) {
      const here = pixels[now + row * width + column] ?? 0;
      const there = pixels[before + (row + y) * width + column + x] ?? 0;
      sum += Math.abs(here - there);
    }
  return sum;
}
