import { type FontStyle, measureHeight, measureWidth } from "./fonts.ts";

import type { SvgElement } from "./svg-node.ts";

/** A rectangle in px; the y axis points down. */
export interface Box {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

interface Style {
  sizePx: number;
  bold: boolean;
  italic: boolean;
}

interface Line {
  x: number;
  y: number;
  width: number;
}

const textNode = 3;
const elementNode = 1;

/**
 * The box of an SVG text element in its own coordinates: its lines (a tspan that has an `x` starts one), their widths
 * by style, and where the anchor puts them.
 */
export function measureText(text: SvgElement): Box | undefined {
  const style = readStyle(text);
  const lines: Line[] = [
    { x: readLength(text, "x") ?? 0, y: readLength(text, "y") ?? 0, width: 0 },
  ];
  addRuns(text, style, lines);
  const anchor = readAnchor(text);
  const { ascent, descent } = measureHeight(style.sizePx);
  return unite(
    lines
      .filter(({ width }) => width > 0)
      .map(({ x, y, width }) => {
        const left = x - width * anchor;
        return {
          left,
          top: y - ascent,
          right: left + width,
          bottom: y + descent,
        };
      }),
  );
}

/** The smallest box around all; undefined around none. */
export function unite(boxes: Box[]): Box | undefined {
  if (boxes.length === 0) return undefined;
  return {
    left: Math.min(...boxes.map(({ left }) => left)),
    top: Math.min(...boxes.map(({ top }) => top)),
    right: Math.max(...boxes.map(({ right }) => right)),
    bottom: Math.max(...boxes.map(({ bottom }) => bottom)),
  };
}

/** Width in px of all text in an element, as if on one line. */
export function measureRuns(element: SvgElement): number {
  const lines: Line[] = [{ x: 0, y: 0, width: 0 }];
  addRuns(element, readStyle(element), lines);
  return lines.reduce((sum, { width }) => sum + width, 0);
}

function addRuns(parent: SvgElement, style: Style, lines: Line[]): void {
  for (const child of parent.childNodes) {
    if (child.nodeType === textNode) {
      const line = lines.at(-1) as Line;
      line.width += measureWidth(
        child.textContent ?? "",
        style.sizePx,
        fontStyle(style),
      );
    } else if (child.nodeType === elementNode) {
      const element = child as SvgElement;
      const inner = withOwnStyle(element, style);
      startLine(element, inner, lines);
      addRuns(element, inner, lines);
    }
  }
}

function startLine(element: SvgElement, style: Style, lines: Line[]): void {
  const x = readLength(element, "x");
  if (x === undefined) return;
  const y = readLength(element, "y") ?? (lines.at(-1) as Line).y;
  const dy = element.getAttribute("dy") ?? "0";
  const shift = dy.endsWith("em")
    ? parseFloat(dy) * style.sizePx
    : parseFloat(dy);
  lines.push({ x, y: y + shift, width: 0 });
}

function fontStyle({ bold, italic }: Style): FontStyle {
  if (bold) return italic ? "boldItalic" : "bold";
  return italic ? "italic" : "regular";
}

function readStyle(element: SvgElement): Style {
  const parent = element.parentElement;
  const inherited = parent
    ? readStyle(parent)
    : { sizePx: 12, bold: false, italic: false };
  return withOwnStyle(element, inherited);
}

function withOwnStyle(element: SvgElement, inherited: Style): Style {
  const size = readProperty(element, "font-size");
  const weight = readProperty(element, "font-weight");
  const slant = readProperty(element, "font-style");
  return {
    sizePx: size ? toPx(size, inherited.sizePx) : inherited.sizePx,
    bold: weight ? weight === "bold" || Number(weight) >= 600 : inherited.bold,
    italic: slant ? slant !== "normal" : inherited.italic,
  };
}

function toPx(size: string, parentPx: number): number {
  const value = parseFloat(size);
  if (size.endsWith("%")) return (value / 100) * parentPx;
  return size.endsWith("em") ? value * parentPx : value;
}

function readAnchor(text: SvgElement): number {
  const anchor = readProperty(text, "text-anchor");
  if (anchor === "middle") return 0.5;
  return anchor === "end" ? 1 : 0;
}

/** From the style attribute's text: the document's own style objects cost ten times as much. */
function readProperty(element: SvgElement, name: string): string | undefined {
  const style = element.getAttribute("style") ?? "";
  const found = new RegExp(`(?:^|;)\\s*${name}:\\s*([^;]+)`).exec(style)?.[1];
  return (found ?? element.getAttribute(name) ?? undefined)?.trim();
}

function readLength(element: SvgElement, name: string): number | undefined {
  const value = parseFloat(element.getAttribute(name) ?? "");
  return Number.isNaN(value) ? undefined : value;
}
