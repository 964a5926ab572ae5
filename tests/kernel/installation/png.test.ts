import { inflateSync } from "node:zlib";
import { expect, test } from "vitest";
import { drawLogo } from "../../../kernel/installation/logo.ts";
import { toPng } from "../../../kernel/installation/png.ts";

test("encodes a disc as PNG: opaque colour inside, transparent outside", () => {
  const png = toPng([{ x: 32, y: 32, radius: 16, color: [10, 200, 30] }], 8);
  expect(png.subarray(0, 8).toString("latin1")).toBe("\x89PNG\r\n\x1a\n");
  expect([png.readUInt32BE(16), png.readUInt32BE(20)]).toEqual([8, 8]);
  const length = png.readUInt32BE(33);
  const rows = inflateSync(png.subarray(41, 41 + length));
  const pixel = (x: number, y: number) => [
    ...rows.subarray(y * 33 + 1 + 4 * x).subarray(0, 4),
  ];
  expect(pixel(4, 4)).toEqual([10, 200, 30, 255]);
  expect(pixel(0, 0)).toEqual([0, 0, 0, 0]);
  // The checksum of the last chunk, which has no data, is the same in every PNG.
  expect(png.subarray(-4).toString("hex")).toBe("ae426082");
});

test("the logo stays inside its square", () => {
  for (const { x, y, radius } of drawLogo())
    for (const centre of [x, y]) {
      expect(centre - radius).toBeGreaterThanOrEqual(0);
      expect(centre + radius).toBeLessThanOrEqual(64);
    }
});
