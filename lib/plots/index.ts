export { Figure, figure, type FigureOptions } from "./figure.ts";
export type { FigureJson, Showable } from "./figure-json.ts";
export { show, type Shown } from "./show.ts";
export { PaintError } from "./png/errors.ts";
export { renderPng } from "./png.ts";
export { heat, type HeatMap, type HeatOptions } from "./heat.ts";
export { line, type Curve, type LineOptions } from "./line.ts";
export { photos, type Photo, type PhotosOptions } from "./photos.ts";
export {
  amdahl,
  speedup,
  type ScalingPoint,
  type SpeedupOptions,
} from "./speedup.ts";
export { goldenAngle, spiral, type SpiralOptions } from "./spiral.ts";
export { LiveTimeline } from "./live-timeline.ts";
export {
  timeline,
  type TimelineOptions,
  type TimelineTask,
} from "./timeline.ts";
export { timings, type TimedVariant, type Timings } from "./timings.ts";
export { tree, type TreeOptions } from "./tree.ts";
export type { Call } from "./tree-layout.ts";
export * from "../progress/index.ts";
