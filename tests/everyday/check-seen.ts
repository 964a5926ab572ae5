import { expect } from "vitest";
import type { Sees } from "./cells.ts";

/** What a person has in front of them after a cell. */
export interface Seen {
  /** Lines of the error; undefined when the cell went well. */
  traceback: string[] | undefined;
  /** The result's text; undefined when there is none. */
  text: string | undefined;
  stdout: string;
  stderr: string;
  /** MIME bundles of displays and of the result, in order. */
  bundles: Record<string, unknown>[];
}

export function checkSeen(seen: Seen, sees: Sees): void {
  const { traceback, text, stdout, stderr } = seen;
  if (sees.error) {
    for (const part of sees.error)
      expect(traceback?.join("\n")).toContain(part);
    return;
  }
  expect(traceback?.join("\n")).toBe(undefined);
  if (sees.value !== undefined) expect(text ?? null).toBe(sees.value);
  if (sees.shows !== undefined) expect(text).toContain(sees.shows);
  if (sees.prints !== undefined) expect(stdout).toBe(sees.prints);
  if (sees.red !== undefined) expect(stderr).toContain(sees.red);
  else expect(stderr).toBe("");
  for (const [type, part] of Object.entries(sees.rich ?? {}))
    expect(shownAs(seen, type).join("\n")).toContain(part);
  if (sees.lines !== undefined)
    expect(`${stdout}${text ?? ""}`.split("\n").length).toBeLessThanOrEqual(
      sees.lines,
    );
}

function shownAs({ bundles }: Seen, type: string): string[] {
  const found = bundles
    .map((bundle) => bundle[type])
    .filter((each) => each !== undefined);
  expect(found).not.toEqual([]);
  return found.map((each) =>
    typeof each === "string" ? each : JSON.stringify(each),
  );
}
