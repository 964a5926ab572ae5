import { readSeconds } from "../files/files.ts";
import { defaultLimits, type Limits } from "../running/limits.ts";

/** For how long a notebook may run: options of the commands that run one. */
export const limitOptions = {
  "cell-limit": {
    type: "string",
    value: "S",
    help: "seconds per cell (default 120); an endless loop costs only its own question",
  },
  limit: {
    type: "string",
    value: "S",
    help: "seconds per notebook (default 600)",
  },
} as const;

export interface LimitValues {
  "cell-limit"?: string | undefined;
  limit?: string | undefined;
}

export function readLimits(values: LimitValues): Limits {
  const { "cell-limit": cellLimit, limit } = values;
  const limits = { ...defaultLimits };
  if (cellLimit) limits.cellMs = readSeconds("--cell-limit", cellLimit);
  if (limit) limits.notebookMs = readSeconds("--limit", limit);
  return limits;
}
