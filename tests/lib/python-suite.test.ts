import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const folder = fileURLToPath(new URL("./", import.meta.url));

const tables = ["python-suite.md", "python-suite-multiprocessing.md"];

test.each(tables)(
  "each row of %s that says it passes names a test that is there",
  (table) => {
    const text = readFileSync(`${folder}${table}`, "utf8");
    const rows = [
      ...text.matchAll(/\| passes +\| `([^`]+)`: ([^|]+?) *\|$/gm),
    ].map(([, file = "", title = ""]) => ({ file, title }));
    expect(rows.length).toBe([...text.matchAll(/\| passes /g)].length);
    const missing = rows.filter(({ file, title }) => {
      const path = `${folder}${file}`;
      return !existsSync(path) || !readFileSync(path, "utf8").includes(title);
    });
    expect(missing).toEqual([]);
  },
);
