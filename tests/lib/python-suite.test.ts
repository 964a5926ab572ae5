import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const folder = fileURLToPath(new URL("./", import.meta.url));

test("each row that says it passes names a test that is there", () => {
  const text = readFileSync(`${folder}python-suite-multiprocessing.md`, "utf8");
  const rows = [
    ...text.matchAll(/\| passes +\| `([^`]+)`: ([^|]+?) *\|$/gm),
  ].map(([, file = "", title = ""]) => ({ file, title }));
  expect(rows.length).toBe([...text.matchAll(/\| passes /g)].length);
  const missing = rows.filter(({ file, title }) => {
    const path = `${folder}${file}`;
    return !existsSync(path) || !readFileSync(path, "utf8").includes(title);
  });
  expect(missing).toEqual([]);
});
