import type { Found } from "./choose-submission.ts";
import type { PlatformName } from "./platform-names.ts";

/** A file or folder of a class's, and whose it is. */
export interface Entry extends PlatformName {
  candidates: Found[];
  /** Why there is nothing to grade in it. */
  problem: string;
  path: string;
  isOfPlatform: boolean;
}
