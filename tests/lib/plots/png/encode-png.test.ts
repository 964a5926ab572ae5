import { Resvg } from "@resvg/resvg-js";
import { expect, test } from "vitest";
import { encodePng } from "../../../../lib/plots/png/encode-png.ts";

/** Reads a PNG with another program's decoder. */
function decode(png: Uint8Array, width: number, height: number): Uint8Array {
  const href = `data:image/png;base64,${Buffer.from(png).toString("base64")}`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><image width="${width}" height="${height}" href="${href}" image-rendering="optimizeSpeed"/></svg>`;
  return new Resvg(svg).render().pixels;
}

test("writes every point as it was when there are at most 256 colours", () => {
  const [width, height] = [16, 12];
  const pixels = Uint8Array.from({ length: width * height * 4 }, (_, i) =>
    i % 4 === 3 ? 255 : (i * 37) % 256,
  );
  const png = encodePng(pixels, width, height) as Uint8Array;
  expect(Buffer.from(decode(png, width, height))).toEqual(Buffer.from(pixels));
});

test("gives rare colours beyond 256 to the nearest frequent one", () => {
  const shades = Array.from({ length: 300 }, (_, i) => [
    i % 256,
    i >> 8,
    0,
    255,
  ]);
  // The first 256 stand twice.
  const points = [...shades.slice(0, 256), ...shades.slice(0, 256), ...shades];
  const png = encodePng(Uint8Array.from(points.flat()), points.length, 1);
  const decoded = decode(png as Uint8Array, points.length, 1);
  expect(Array.from(decoded.slice(-4))).toEqual([43, 0, 0, 255]);
});

test("leaves photos to an encoder of full colours", () => {
  const pixels = new Uint8Array(
    Uint32Array.from({ length: 5000 }, (_, i) => i).buffer,
  );
  expect(encodePng(pixels, 100, 50)).toBe(undefined);
});
