import { deflateSync } from "node:zlib";
import type { Disc } from "./logo.ts";

const samples = 4;

/**
 * Paints discs on a transparent square and encodes it as PNG.
 * @param discs in units of a 64 x 64 square, in painting order
 * @param size edge in pixels
 */
export function toPng(discs: Disc[], size: number): Buffer {
  const rows = Buffer.alloc(size * (1 + 4 * size));
  for (let y = 0; y < size; y++)
    for (let x = 0; x < size; x++)
      rows.set(paintPixel(discs, x, y, size), y * (1 + 4 * size) + 1 + 4 * x);
  const header = Buffer.from([0, 0, 0, size, 0, 0, 0, size, 8, 6, 0, 0, 0]);
  return Buffer.concat([
    Buffer.from("\x89PNG\r\n\x1a\n", "latin1"),
    chunk("IHDR", header),
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
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

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc32(body), body.length + 4);
  return frame;
}

// node:zlib has crc32 from 20.15 and 22.2 on only.
function crc32(bytes: Buffer): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++)
      crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
