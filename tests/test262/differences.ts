import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

const file = fileURLToPath(new URL("./differences.txt", import.meta.url));

/** Tests that do not pass as cells, with the reason: `path  reason` a line, `#` before a remark. */
export function readDifferences(): Map<string, string> {
  const differences = new Map<string, string>();
  for (const line of readFileSync(file, "utf8").split("\n")) {
    if (!line.trim() || line.startsWith("#")) continue;
    const [, path, reason] = /^(\S+)\s+(\S.*)$/.exec(line) ?? [];
    if (!path || !reason)
      throw new Error(`differences.txt: write \`path  reason\`, not: ${line}`);
    differences.set(path, reason);
  }
  return differences;
}
