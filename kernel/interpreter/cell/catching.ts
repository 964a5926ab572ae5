import type { Program } from "./parse.ts";
import { type Node, walk } from "./walk.ts";

/** A part of a text, by offsets. */
interface Part {
  kind: "try" | "function";
  start: number;
  end: number;
}

/** The functions of a text, and its `try` blocks with a `catch`, from the outside in. */
export function findCatching(program: Program): Part[] {
  const parts: Part[] = [];
  for (const statement of program.body)
    walk(statement as unknown as Node, (node) => {
      const { type, start, end } = node as { type: string } & Part;
      if (/Function|Method/.test(type))
        parts.push({ kind: "function", start, end });
      const { block, handler } = node as { block?: Part; handler?: object };
      if (type === "TryStatement" && handler && block)
        parts.push({ kind: "try", start: block.start, end: block.end });
    });
  return parts.sort((a, b) => a.start - b.start || b.end - a.end);
}

/** Whether what is thrown here is caught in the same function. */
export function isCaught(parts: Part[], offset: number): boolean {
  const innermost = parts.findLast(
    ({ start, end }) => start <= offset && offset < end,
  );
  return innermost?.kind === "try";
}
