import { fileURLToPath } from "node:url";
import { getHeapSpaceStatistics } from "node:v8";
import { afterEach, expect, test } from "vitest";
import { Names } from "../../../../kernel/interpreter/cell/names.ts";
import {
  ThreadReader,
  type ThreadReaderOptions,
} from "../../../../kernel/interpreter/reading/thread-reader.ts";

const program = fileURLToPath(
  new URL(
    "../../../../dist/kernel/interpreter/reading/reader-thread.cjs",
    import.meta.url,
  ),
);

let reader: ThreadReader;
afterEach(() => reader.stop());

function open(options: ThreadReaderOptions = {}): ThreadReader {
  return (reader = new ThreadReader({ program, ...options }));
}

function nurseryBytes(): number {
  const spaces = getHeapSpaceStatistics();
  return spaces.find(({ space_name }) => space_name === "new_space")!
    .space_size;
}

function request(code: string) {
  const { state: names } = new Names();
  return { code, directory: "/notebooks", label: "cell [1]", names };
}

/** Long comparisons without parentheses may be types, which the parser finds out by trying. */
const slow = `a${"<b".repeat(100_000)}`;

test("leaves the nursery of its process as small as it is", async () => {
  open();
  await reader.read("1");
  const before = nurseryBytes();
  const kept: object[] = [];
  for (let i = 0; i < 1_000_000; i++) kept[i % 100_000] = { i };
  expect(nurseryBytes()).toBe(before);
});

test("compiles what is nested deep", async () => {
  open();
  const code = `${"[".repeat(20_000)}1${"]".repeat(20_000)}`;
  expect(await reader.compile(request(code))).toMatchObject({
    cell: { javascript: code },
  });
});

test("says of what is nested deeper than its stack that it is, and reads on", async () => {
  // Longer than a notebook waits: other programs want the cores too.
  open({ limitMs: 300_000 });
  const deep = "(".repeat(1_000_000) + ")".repeat(1_000_000);
  expect(await reader.compile(request(deep))).toMatchObject({
    mistake: { message: expect.stringMatching(/too deep/), line: 1, column: 0 },
  });
  expect((await reader.read("const a = 1")).names.declared.has("a")).toBe(true);
});

test("gives a text up that takes too long, and answers all other questions", async () => {
  open({ limitMs: 2000 });
  const [read, compiled, next] = await Promise.allSettled([
    reader.read(slow),
    reader.compile(request(slow)),
    reader.read("const a = 1"),
  ]);
  expect(read).toMatchObject({
    status: "rejected",
    reason: {
      message: "this cell could not be read: it takes longer than 2 s",
    },
  });
  expect(compiled).toMatchObject({
    value: { mistake: { message: expect.stringMatching(/longer than 2 s/) } },
  });
  expect(next).toMatchObject({ value: { broken: false } });
});

test("gives a text up when the person stops it", async () => {
  open();
  await reader.read("1");
  const reading = reader.read(slow);
  const stopping = setInterval(() => reader.interrupt(), 50);
  await expect(reading).rejects.toThrow("it was stopped");
  clearInterval(stopping);
  expect((await reader.read("1")).broken).toBe(false);
});

test("numbers the functions of cells that are compiled at once", async () => {
  open();
  const cells = await Promise.all([
    reader.compile(request("() => 1")),
    reader.compile(request("() => 2")),
  ]);
  const ids = cells.flatMap((each) =>
    "cell" in each ? each.cell.functions.map(({ id }) => id) : [],
  );
  expect(new Set(ids).size).toBe(2);
});
