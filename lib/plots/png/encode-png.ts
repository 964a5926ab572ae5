import { deflateSync } from "node:zlib";

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
/** Beyond this many colours a picture is a photo, and a palette would show. */
const mostColors = 4096;
const paletteSize = 256;

/**
 * A PNG with a palette, less than half the size of one with full colours: charts have few colours, and the rare shades
 * between them go to the nearest frequent one.
 * @param pixels four bytes (red, green, blue, alpha) per point, row by row
 * @returns undefined for a picture with too many colours
 */
export function encodePng(
  pixels: Uint8Array,
  width: number,
  height: number,
): Uint8Array | undefined {
  const points = new Uint32Array(pixels.slice().buffer);
  const counts = new Map<number, number>();
  for (const point of points) counts.set(point, (counts.get(point) ?? 0) + 1);
  if (counts.size > mostColors) return undefined;
  const colors = [...counts.keys()].sort(
    (a, b) => (counts.get(b) as number) - (counts.get(a) as number),
  );
  const palette = colors.slice(0, paletteSize);
  const indices = new Map(
    colors.map((color, i) => [
      color,
      i < paletteSize ? i : findNearest(color, palette),
    ]),
  );
  // Each row starts with its filter: 0, none.
  const rows = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++)
    for (let x = 0; x < width; x++)
      rows[y * (width + 1) + 1 + x] = indices.get(
        points[y * width + x] as number,
      ) as number;
  return assemble(width, height, kinds.palette, rows, [
    chunk("PLTE", Buffer.from(palette.flatMap((c) => bytes(c).slice(0, 3)))),
    chunk("tRNS", Buffer.from(palette.map((c) => bytes(c)[3]))),
  ]);
}

/** A PNG with every point's own colour. */
export function encodeTrueColorPng(
  pixels: Uint8Array | Uint8ClampedArray,
  width: number,
  height: number,
): Uint8Array {
  const rows = Buffer.alloc((4 * width + 1) * height);
  for (let y = 0; y < height; y++)
    rows.set(
      pixels.subarray(4 * width * y, 4 * width * (y + 1)),
      (4 * width + 1) * y + 1,
    );
  return assemble(width, height, kinds.trueColorAlpha, rows);
}

const kinds = { palette: 3, trueColorAlpha: 6 };

function assemble(
  width: number,
  height: number,
  kind: number,
  rows: Buffer,
  between: Buffer[] = [],
): Uint8Array {
  return Buffer.concat([
    signature,
    chunk("IHDR", header(width, height, kind)),
    ...between,
    chunk("IDAT", deflateSync(rows, { level: 9 })),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

function bytes(color: number): [number, number, number, number] {
  return [color & 255, (color >> 8) & 255, (color >> 16) & 255, color >>> 24];
}

function findNearest(color: number, palette: number[]): number {
  const wanted = bytes(color);
  let best = 0;
  let least = Infinity;
  palette.forEach((candidate, i) => {
    const other = bytes(candidate);
    const distance = wanted.reduce(
      (sum, value, k) => sum + (value - (other[k] as number)) ** 2,
      0,
    );
    if (distance < least) [best, least] = [i, distance];
  });
  return best;
}

function header(width: number, height: number, kind: number): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  // Eight bits a number.
  data.set([8, kind, 0, 0, 0], 8);
  return data;
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data]);
  const frame = Buffer.alloc(8);
  frame.writeUInt32BE(data.length, 0);
  frame.writeUInt32BE(crc32(body), 4);
  return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
}

// zlib has one too, from Node 20.15 on.
const crcTable = Uint32Array.from({ length: 256 }, (_, n) => {
  for (let k = 0; k < 8; k++) n = n & 1 ? 0xedb88320 ^ (n >>> 1) : n >>> 1;
  return n;
});

function crc32(data: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of data)
    crc = (crcTable[(crc ^ byte) & 255] as number) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
