export { progress } from "./progress.ts";
export { ProgressBar, type ProgressOptions } from "./progress-bar.ts";
