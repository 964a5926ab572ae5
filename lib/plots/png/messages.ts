import type { FigureJson } from "../figure-json.ts";

/** What the process that draws pictures is asked. */
export interface PaintRequest {
  id: number;
  figure: FigureJson;
}

/** What it answers. */
export type PaintReply =
  | { kind: "painted"; id: number; png: Uint8Array }
  | { kind: "failed"; id: number; message: string };
