import { encodePng } from "../../lib/encode-png.ts";
import type { Disc } from "./logo.ts";

const samples = 4;

/**
 * Paints discs on a transparent square and encodes it as PNG.
 * @param discs in units of a 64 x 64 square, in painting order
 * @param size edge in pixels
 */
export function toPng(discs: Disc[], size: number): Buffer {
  const pixels = Buffer.alloc(4 * size * size);
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++)
      pixels.set(paintPixel(discs, x, y, size), 4 * (size * y + x));
  return encodePng(pixels, size, size);
}

/** Red, green, blue and alpha: the mean over a grid of points in the pixel, so that edges come out smooth. */
function paintPixel(discs: Disc[], x: number, y: number, size: number) {
  const sum = [0, 0, 0];
  let hits = 0;
  for (let i = 0; i < samples * samples; i++) {
    const px = ((x + ((i % samples) + 0.5) / samples) * 64) / size;
    const py = ((y + (Math.floor(i / samples) + 0.5) / samples) * 64) / size;
    const top = discs.findLast(
      ({ x, y, radius }) =>
        (px - x) * (px - x) + (py - y) * (py - y) <= radius * radius,
    );
    if (top === undefined) continue;
    hits++;
    top.color.forEach((part, index) => (sum[index]! += part));
  }
  const mean = sum.map((part) => Math.min(255, part / Math.max(1, hits)));
  return [...mean, (255 * hits) / (samples * samples)];
}
