export {
  Figure,
  figure,
  type FigureJson,
  type FigureOptions,
} from "./figure.ts";
export { show, type Shown } from "./show.ts";
export { timings, type TimedVariant, type Timings } from "./timings.ts";
export { PaintError } from "./png/errors.ts";
export { renderPng } from "./png.ts";
