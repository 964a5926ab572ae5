import { encode } from "jpeg-js";

/** Red, green and blue, each 0 to 255. */
export type Color = readonly [number, number, number];

/** A picture in memory: width x height pixels of four bytes, from the top left, row by row. */
export class Picture {
  readonly data: Uint8Array;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.data = new Uint8Array(width * height * 4).fill(255);
  }

  /** Colours a pixel; outside the picture it does nothing. */
  set(x: number, y: number, [red, green, blue]: Color): void {
    if (x < 0 || y < 0 || x >= this.width || y >= this.height) return;
    const at = (y * this.width + x) * 4;
    this.data[at] = red;
    this.data[at + 1] = green;
    this.data[at + 2] = blue;
  }

  /** Colours every pixel. @param paint gets x and y, both 0 to 1 from the top left */
  fill(paint: (x: number, y: number) => Color): void {
    for (let y = 0; y < this.height; y++)
      for (let x = 0; x < this.width; x++)
        this.set(x, y, paint(x / this.width, y / this.height));
  }

  /** The bytes of a JPEG file. @param quality 1 to 100 */
  toJpeg(quality = 75): Uint8Array {
    const { width, height } = this;
    return new Uint8Array(
      encode({ data: this.data, width, height }, quality).data,
    );
  }
}

/** A colour between two; at 0 the first, at 1 the second, beyond that the nearer one. */
export function mix(from: Color, to: Color, at: number): Color {
  const part = Math.min(1, Math.max(0, at));
  const between = (i: 0 | 1 | 2) => from[i] + (to[i] - from[i]) * part;
  return [between(0), between(1), between(2)];
}

/** A colour made darker (below 1) or lighter (above 1). */
export function shade(color: Color, light: number): Color {
  return light < 1
    ? mix([0, 0, 0], color, light)
    : mix(color, [255, 255, 255], light - 1);
}
