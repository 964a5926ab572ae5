import { deflateSync } from "node:zlib";

const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

/**
 * A PNG, at once: a canvas must answer in the same turn, which image libraries don't.
 * @param pixels four bytes (red, green, blue, alpha) per point, row by row
 */
export function encodePng(
  pixels: Uint8Array | Uint8ClampedArray,
  width: number,
  height: number,
): Buffer {
  // Each row starts with its filter: 0, none.
  const rows = Buffer.alloc((4 * width + 1) * height);
  for (let y = 0; y < height; y++)
    rows.set(
      pixels.subarray(4 * width * y, 4 * width * (y + 1)),
      (4 * width + 1) * y + 1,
    );
  // Eight bits a number; red, green, blue and alpha.
  return makeFile(
    header(width, height, { bits: 8, kind: 6 }),
    chunk("IDAT", deflateSync(rows)),
  );
}

/**
 * A PNG of few colours, a third of the size: each point is a number of the palette, in as few bits as do.
 * @param indices a byte per point, row by row
 * @param palette up to 256 colours: red, green, blue, alpha
 */
export function encodeIndexedPng(
  indices: Uint8Array,
  palette: readonly (readonly number[])[],
  width: number,
): Buffer {
  const bits = [1, 2, 4, 8].find((each) => palette.length <= 1 << each) ?? 8;
  const height = indices.length / width;
  const rowLength = Math.ceil((width * bits) / 8) + 1;
  const rows = Buffer.alloc(rowLength * height);
  for (let y = 0; y < height; y++)
    packRow(
      indices.subarray(width * y, width * (y + 1)),
      bits,
      rows.subarray(rowLength * y + 1, rowLength * (y + 1)),
    );
  const colors = palette.flatMap(([red = 0, green = 0, blue = 0]) => [
    ...[red, green, blue],
  ]);
  const alphas = palette.map(([, , , alpha = 255]) => alpha);
  return makeFile(
    header(width, height, { bits, kind: 3 }),
    chunk("PLTE", Buffer.from(colors)),
    ...(alphas.some((alpha) => alpha < 255)
      ? [chunk("tRNS", Buffer.from(alphas))]
      : []),
    chunk("IDAT", deflateSync(rows, { level: 9, memLevel: 9 })),
  );
}

/** The first point in the highest bits. */
function packRow(indices: Uint8Array, bits: number, into: Buffer): void {
  if (bits === 8) return void into.set(indices);
  const perByte = 8 / bits;
  for (let x = 0; x < indices.length; x++)
    into[Math.floor(x / perByte)]! |=
      indices[x]! << (8 - bits * (1 + (x % perByte)));
}

function makeFile(...chunks: Buffer[]): Buffer {
  return Buffer.concat([signature, ...chunks, chunk("IEND", Buffer.alloc(0))]);
}

function header(
  width: number,
  height: number,
  { bits, kind }: { bits: number; kind: number },
): Buffer {
  const data = Buffer.alloc(13);
  data.writeUInt32BE(width, 0);
  data.writeUInt32BE(height, 4);
  data.set([bits, kind, 0, 0, 0], 8);
  return chunk("IHDR", data);
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
