/** A call and the calls it made, in order. */
export interface Call {
  /** What was called with what: "fib(4)". Equal labels are the same call again. */
  label: string;
  /** Calls that it made, in order (default: none). */
  children?: Call[];
}

/** A call with its place: level 0 is the root, x counts in leaves. */
export interface PlacedNode {
  label: string;
  x: number;
  level: number;
  parent: PlacedNode | undefined;
  /** Whether a call with this label came earlier. */
  repeated: boolean;
  /** Which of the calls with this label it is, from 1, and how many there are. */
  nth: number;
  times: number;
}

/**
 * Places leaves side by side and every caller over the middle of its calls. Deep levels are left out until at most
 * `limit` calls remain.
 */
export function placeNodes(
  root: Call,
  limit: number,
): { nodes: PlacedNode[]; total: number; levels: number } {
  const sizes = countLevels(root);
  const total = sizes.reduce((sum, size) => sum + size, 0);
  let levels = 0;
  for (let sum = 0; levels < sizes.length; levels++) {
    sum += sizes[levels] as number;
    if (sum > limit && levels > 0) break;
  }
  const nodes: PlacedNode[] = [];
  let leaves = 0;
  const times = new Map<string, number>();
  const place = (
    call: Call,
    level: number,
    parent?: PlacedNode,
  ): PlacedNode => {
    const nth = (times.get(call.label) ?? 0) + 1;
    times.set(call.label, nth);
    const node: PlacedNode = {
      label: call.label,
      x: 0,
      level,
      parent,
      repeated: nth > 1,
      nth,
      times: nth,
    };
    nodes.push(node);
    const calls = level + 1 < levels ? (call.children ?? []) : [];
    const placed = calls.map((child) => place(child, level + 1, node));
    const [first, last] = [placed[0], placed.at(-1)];
    node.x = first && last ? (first.x + last.x) / 2 : leaves++;
    return node;
  };
  place(root, 0);
  for (const node of nodes) node.times = times.get(node.label) as number;
  return { nodes, total, levels };
}

function countLevels(root: Call): number[] {
  const sizes: number[] = [];
  let level = [root];
  while (level.length > 0) {
    sizes.push(level.length);
    level = level.flatMap(({ children = [] }) => children);
  }
  return sizes;
}
