import { Figure, figure } from "./figure.ts";
import { heading } from "./heading.ts";
import { palette, quiet } from "./theme.ts";
import { type Call, placeNodes, type PlacedNode } from "./tree-layout.ts";

/** How {@link tree} draws. */
export interface TreeOptions {
  /** Above the figure (default: its own words). */
  title?: string;
  /** Calls drawn at most; deeper levels are left out. Default 250. */
  limit?: number;
}

/** Colours of a call: of its point or label, and of the label's text, which has a contrast of 4.5 to 1 or more. */
const styles = {
  first: {
    color: palette[0] as string,
    text: "#ffffff",
    symbol: "circle",
    border: palette[0] as string,
  },
  repeated: {
    color: "#e69f00",
    text: "#1b1f24",
    symbol: "square",
    // Orange itself is too pale for a white page.
    border: "#a86f00",
  },
} as const;
/** With more calls, labels would lie on each other; hover still has them. */
const mostLabels = 60;
/** With more leaves side by side, only the root's label has room for the function's name. */
const mostNames = 10;
const levelHeight = 62;

/** The calls of a recursion as a tree; those made before are all in one colour, and work that need not have been done. */
export function tree(root: Call, options: TreeOptions = {}): Figure {
  const { title = "Calls of the recursion", limit = 250 } = options;
  const { nodes, total, levels } = placeNodes(root, limit);
  const first = nodes.filter(({ repeated }) => !repeated);
  const again = nodes.filter(({ repeated }) => repeated);
  const left = total - nodes.length;
  const repeats = `${again.length} of ${nodes.length} calls repeat an earlier one`;
  const rest = left > 0 ? `; ${left} deeper calls are not shown` : "";
  const head = heading({ title, subtitle: repeats + rest, legend: true });
  return figure(
    [
      edgeTrace(nodes),
      nodeTrace(first, "first call", styles.first),
      ...(again.length > 0
        ? [nodeTrace(again, "repeated call", styles.repeated)]
        : []),
    ],
    {
      ...head,
      height: Math.max(260, 120 + levelHeight * levels),
      margin: { ...head.margin, l: 24, b: 16 },
      hovermode: "closest",
      xaxis: { visible: false },
      annotations: labelNodes(nodes),
      yaxis: { visible: false, range: [-levels + 0.35, 0.5] },
    },
    {
      description:
        `Tree "${title}": ${total} calls, ${again.length} of ${nodes.length} shown are repeated` +
        rest,
    },
  );
}

function edgeTrace(nodes: PlacedNode[]) {
  const edges = nodes.filter(({ parent }) => parent !== undefined);
  return {
    type: "scatter" as const,
    mode: "lines" as const,
    showlegend: false,
    hoverinfo: "skip" as const,
    line: { color: quiet, width: 1 },
    x: edges.flatMap(({ x, parent }) => [parent?.x ?? x, x, null]),
    y: edges.flatMap(({ level, parent }) => [
      -(parent?.level ?? level),
      -level,
      null,
    ]),
  };
}

function nodeTrace(
  nodes: PlacedNode[],
  name: string,
  { color, symbol, border }: (typeof styles)[keyof typeof styles],
) {
  return {
    type: "scatter" as const,
    mode: "markers" as const,
    name,
    x: nodes.map(({ x }) => x),
    y: nodes.map(({ level }) => -level),
    cliponaxis: false,
    hovertemplate: "%{customdata}<extra></extra>",
    customdata: nodes.map(
      ({ label, nth, times }) => `${label}, call ${nth} of ${times}`,
    ),
    marker: { color, symbol, size: 8, line: { width: 1, color: border } },
  };
}

function labelNodes(nodes: PlacedNode[]) {
  if (nodes.length > mostLabels) return [];
  const leaves = 1 + Math.max(...nodes.map(({ x }) => x));
  return nodes.map((node) => {
    const isShort = leaves > mostNames && node.parent !== undefined;
    return nodeLabel(node, isShort ? argumentOf(node.label) : node.label);
  });
}

/** "4" of "fib(4)" */
function argumentOf(label: string): string {
  return /\((.+)\)$/.exec(label)?.[1] ?? label;
}

function nodeLabel({ x, level, repeated }: PlacedNode, text: string) {
  const {
    color,
    text: ink,
    border,
  } = repeated ? styles.repeated : styles.first;
  return {
    x,
    y: -level,
    text,
    showarrow: false,
    bgcolor: color,
    bordercolor: border,
    borderpad: 3,
    font: { color: ink },
  };
}
