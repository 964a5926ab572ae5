/** A colour of a picture: red, green, blue, alpha. */
interface Color {
  packed: number;
  /** Points that have it. */
  count: number;
  parts: readonly [number, number, number, number];
}

/** Colours that become one, and along which of their parts they differ most. */
interface Box {
  colors: Color[];
  part: number;
  mean: number;
  /** Squared differences from the mean of that part, over all points. */
  error: number;
}

export interface Indexed {
  /** Most frequent first. */
  palette: number[][];
  /** For each point its colour's place in the palette. */
  indices: Uint8Array;
}

/**
 * The picture in a few colours. Charts have few, and the shades at the edges of their letters: those that lie nearest are
 * taken together, by splitting the box of colours with the largest error in two until there are enough (Wu's way).
 * @param points four bytes each: red, green, blue, alpha
 * @param most colours in the palette, at most 256
 */
export function toPalette(points: Uint8Array, most: number): Indexed {
  const aligned = points.byteOffset % 4 === 0 ? points : points.slice();
  const packed = new Uint32Array(
    aligned.buffer,
    aligned.byteOffset,
    aligned.length / 4,
  );
  const boxes = [makeBox(countColors(packed))];
  while (boxes.length < most) {
    const at = findWorst(boxes);
    if (boxes[at]!.error === 0) break;
    boxes.push(...split(boxes.splice(at, 1)[0]!));
  }
  const sizes = new Map(boxes.map((box) => [box, sumCounts(box.colors)]));
  boxes.sort((a, b) => sizes.get(b)! - sizes.get(a)!);
  return {
    palette: boxes.map(({ colors }) => meanColor(colors)),
    indices: findIndices(packed, boxes),
  };
}

function countColors(points: Uint32Array): Color[] {
  const counts = new Map<number, number>();
  // Most points have the colour of the one before.
  for (let start = 0, end = 0; start < points.length; start = end) {
    const color = points[start]!;
    while (points[end] === color) end++;
    counts.set(color, (counts.get(color) ?? 0) + end - start);
  }
  return [...counts].map(([color, count]) => ({
    packed: color,
    count,
    parts: [
      color & 255,
      (color >>> 8) & 255,
      (color >>> 16) & 255,
      color >>> 24,
    ],
  }));
}

function makeBox(colors: Color[]): Box {
  const count = sumCounts(colors);
  const box: Box = { colors, part: 0, mean: 0, error: 0 };
  for (const part of [0, 1, 2, 3]) {
    let [sum, squares] = [0, 0];
    for (const { parts, count: weight } of colors) {
      sum += weight * parts[part]!;
      squares += weight * parts[part]! * parts[part]!;
    }
    const mean = sum / count;
    const error = colors.length > 1 ? squares - sum * mean : 0;
    if (error > box.error) Object.assign(box, { part, mean, error });
  }
  return box;
}

function split({ colors, part, mean }: Box): Box[] {
  const below = colors.filter(({ parts }) => parts[part]! <= mean);
  const above = colors.filter(({ parts }) => parts[part]! > mean);
  return [below, above].filter((half) => half.length > 0).map(makeBox);
}

function findWorst(boxes: Box[]): number {
  let worst = 0;
  for (let at = 1; at < boxes.length; at++)
    if (boxes[at]!.error > boxes[worst]!.error) worst = at;
  return worst;
}

function sumCounts(colors: Color[]): number {
  let sum = 0;
  for (const { count } of colors) sum += count;
  return sum;
}

function meanColor(colors: Color[]): number[] {
  const count = sumCounts(colors);
  return [0, 1, 2, 3].map((part) => {
    let sum = 0;
    for (const { parts, count: weight } of colors) sum += weight * parts[part]!;
    return Math.round(sum / count);
  });
}

function findIndices(points: Uint32Array, boxes: Box[]): Uint8Array {
  const places = new Map<number, number>();
  boxes.forEach(({ colors }, place) =>
    colors.forEach(({ packed }) => places.set(packed, place)),
  );
  const indices = new Uint8Array(points.length);
  for (let start = 0, end = 0; start < points.length; start = end) {
    const color = points[start]!;
    while (points[end] === color) end++;
    indices.fill(places.get(color)!, start, end);
  }
  return indices;
}
