/** A canvas element, as far as its size goes. */
export interface Canvas {
  width: number;
  height: number;
}

/**
 * As much of a 2D canvas as Plotly's heat maps need: cells filled with a colour. It keeps them as SVG, which goes into
 * the picture like any image.
 */
export class FillCanvas {
  fillStyle = "#000";
  private readonly cells: string[] = [];

  constructor(private readonly canvas: Canvas) {}

  fillRect(x: number, y: number, width: number, height: number): void {
    this.cells.push(
      `<rect x="${x}" y="${y}" width="${width}" height="${height}" fill="${this.fillStyle}"/>`,
    );
  }

  createImageData(): never {
    throw new Error(
      `smoothed heat maps and images made of numbers are painted point by point, which needs a browser; ` +
        `set zsmooth to false, or give the image as a "source".`,
    );
  }

  toDataUrl(): string {
    const { width, height } = this.canvas;
    const svg =
      `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" shape-rendering="crispEdges">` +
      `${this.cells.join("")}</svg>`;
    return `data:image/svg+xml;base64,${Buffer.from(svg).toString("base64")}`;
  }
}
