import { encodePng } from "../../encode-png.ts";

/** A canvas element, as far as its size goes. */
export interface Canvas {
  width: number;
  height: number;
}

/** Four bytes (red, green, blue, alpha) per point, row by row. */
interface Points {
  width: number;
  height: number;
  data: Uint8ClampedArray;
}

/**
 * As much of a 2D canvas as Plotly's heat maps need: cells filled with a colour, and points. It keeps cells as SVG
 * and points as PNG, which go into the picture like any image.
 */
export class FillCanvas {
  fillStyle = "#000";
  readonly #cells: string[] = [];
  #points: Buffer | undefined;

  readonly #canvas: Canvas;

  constructor(canvas: Canvas) {
    this.#canvas = canvas;
  }

  fillRect(x: number, y: number, width: number, height: number): void {
    this.#cells.push(
      `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${this.fillStyle}"/>`,
    );
  }

  createImageData(width: number, height: number): Points {
    return { width, height, data: new Uint8ClampedArray(4 * width * height) };
  }

  /** Plotly fills a canvas with either cells or points, points always from its corner on. */
  putImageData({ data, width, height }: Points): void {
    this.#points = Buffer.from(encodePng(data, width, height));
  }

  toDataUrl(): string {
    if (this.#points)
      return `data:image/png;base64,${this.#points.toString("base64")}`;
    const { width, height } = this.#canvas;
    const svg =
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" shape-rendering="crispEdges">` +
      `${this.#cells.join("")}</svg>`;
    return `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
  }
}
