import { Resvg } from "@resvg/resvg-js";
import { expect, test } from "vitest";
import { encodePng } from "../../lib/encode-png.ts";

/** Reads a PNG with another program's decoder. */
function decode(png: Uint8Array, width: number, height: number): Uint8Array {
  const href = `data:image/png;base64,${Buffer.from(png).toString("base64")}`;
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}"><image width="${width}" height="${height}" href="${href}" image-rendering="optimizeSpeed"/></svg>`;
  return new Resvg(svg).render().pixels;
}

test("writes every point as it was", () => {
  const [width, height] = [16, 12];
  const pixels = Uint8Array.from({ length: width * height * 4 }, (_, i) =>
    i % 4 === 3 ? 255 : (i * 37) % 256,
  );
  const png = encodePng(pixels, width, height);
  expect(Buffer.from(decode(png, width, height))).toEqual(Buffer.from(pixels));
});
