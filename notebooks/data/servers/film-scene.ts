import { makeRandom } from "./random.ts";

/** What the camera does, in pixels a frame. */
export const motions = ["still", "left", "right", "up", "down"] as const;
export type Motion = (typeof motions)[number];

const steps: Record<Motion, readonly [x: number, y: number]> = {
  still: [0, 0],
  left: [-2, 0],
  right: [2, 0],
  up: [0, -2],
  down: [0, 2],
};
const noise = 12;

/** The pixels of a video: a window that moves over a painted scene, with the grain of a cheap camera. */
export function filmScene(
  width: number,
  height: number,
  frames: number,
  motion: Motion,
  seed: number,
): Uint8Array {
  const random = makeRandom(seed);
  const brightness = makeScene(random);
  const [stepX, stepY] = steps[motion];
  const pixels = new Uint8Array(width * height * frames);
  let at = 0;
  for (let frame = 0; frame < frames; frame++)
    for (let y = 0; y < height; y++)
      for (let x = 0; x < width; x++) {
        const scene = brightness(x + stepX * frame, y + stepY * frame);
        pixels[at++] = Math.round(scene + noise * (random() - 0.5));
      }
  return pixels;
}

/** Waves in several directions: a pattern that looks alike nowhere. Brightness from 20 to 235. */
function makeScene(random: () => number): (x: number, y: number) => number {
  const waves = Array.from({ length: 5 }, () => {
    const angle = random() * Math.PI;
    const frequency = 0.15 + 0.35 * random();
    return {
      x: frequency * Math.cos(angle),
      y: frequency * Math.sin(angle),
      start: random() * 2 * Math.PI,
    };
  });
  return (x, y) => {
    let sum = 0;
    for (const wave of waves)
      sum += Math.sin(wave.x * x + wave.y * y + wave.start);
    return 127.5 + (107.5 * sum) / waves.length;
  };
}
