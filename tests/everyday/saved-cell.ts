import type { Cell } from "../e2e/lab.ts";
import type { Seen } from "./check-seen.ts";

interface SavedOutput {
  output_type: string;
  name?: string;
  text?: unknown;
  traceback?: string[];
  data?: Record<string, unknown>;
}

/** What a saved notebook shows of a cell. */
export function seenInNotebook(cell: Cell): Seen {
  const outputs = (cell.outputs ?? []) as SavedOutput[];
  const printed = (name: string) =>
    outputs
      .filter((each) => each.output_type === "stream" && each.name === name)
      .map(({ text }) => join(text))
      .join("");
  const bundles = outputs.flatMap(({ data }) =>
    data ? [Object.fromEntries(Object.entries(data).map(joinEntry))] : [],
  );
  const result = outputs.find((each) => each.output_type === "execute_result");
  return {
    traceback: outputs.find((each) => each.traceback)?.traceback,
    text: result?.data && join(result.data["text/plain"]),
    stdout: printed("stdout"),
    stderr: printed("stderr"),
    bundles,
  };
}

/** Texts are saved in lines. */
const join = (text: unknown): string =>
  Array.isArray(text) ? text.join("") : String(text);

const joinEntry = ([type, value]: [string, unknown]) =>
  [type, Array.isArray(value) ? join(value) : value] as const;
