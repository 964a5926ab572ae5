import sharp from "sharp";
import { expect, test } from "vitest";
import { encodeIndexedPng } from "../../../../lib/encode-png.ts";
import { toPalette } from "../../../../lib/plots/png/palette.ts";

/** What a reader of PNG that is not ours sees: four bytes a point. */
async function decode(png: Uint8Array): Promise<Uint8Array> {
  return new Uint8Array(await sharp(png).ensureAlpha().raw().toBuffer());
}

test.each([1, 2, 4, 15, 16, 17, 256])(
  "a picture of %i colours is that picture again, transparent points too",
  async (count) => {
    const width = 19;
    const points = new Uint8Array(4 * width * 17);
    for (let at = 0; at < width * 17; at++) {
      const color = (at * at) % count;
      points.set([color, 255 - color, 7 * color, color ? 255 : 9], 4 * at);
    }
    const { palette, indices } = toPalette(points, 256);
    expect(palette.length).toBeLessThanOrEqual(count);
    const png = encodeIndexedPng(indices, palette, width);
    expect(await decode(png)).toEqual(points);
  },
);

test("of more colours than the palette has, those that lie nearest become one", async () => {
  const grays = [0, 1, 2, 120, 121, 253, 254, 255];
  const points = Uint8Array.from(grays.flatMap((n) => [n, n, n, 255]));
  const { palette, indices } = toPalette(points, 3);
  expect([...indices].join("")).toMatch(/^(.)\1\1(.)\2(.)\3\3$/);
  expect(palette.map(([red]) => red).sort((a, b) => a! - b!)).toEqual([
    1, 121, 254,
  ]);
});

test("takes points that begin anywhere in their buffer", () => {
  const bytes = Uint8Array.from([9, 1, 2, 3, 255, 1, 2, 3, 255]);
  expect(toPalette(bytes.subarray(1), 4)).toEqual({
    palette: [[1, 2, 3, 255]],
    indices: Uint8Array.from([0, 0]),
  });
});
