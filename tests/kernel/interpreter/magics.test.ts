import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  blankMagics,
  findMagics,
} from "../../../kernel/interpreter/magics/find.ts";
import { magicWords } from "../../../kernel/interpreter/magics/table.ts";
import { Session } from "./session.ts";

let session: Session;
beforeAll(() => {
  session = new Session({}, { types: true, packages: "/nowhere" });
});
afterAll(() => session.close());

const printed = async (code: string) => {
  const { outcome, stdout, stderr } = await session.run(code);
  expect([outcome, stderr]).toEqual([
    expect.objectContaining({ status: "ok" }),
    "",
  ]);
  return stdout;
};

test.each([
  ["10\n%who", "an operator in the next line"],
  ["const text = `\n%who\n`;", "a line of a text"],
  ["const text = `a;\n%who\n`;", "one behind a semicolon in a text"],
  ["/*\n%who\n*/", "one of a comment"],
  ["f(1,\n%who)", "one in parentheses"],
  ["{ a;\n%who\n}", "one in a block"],
  ["total\n%time;", "an operator before the name of a variable"],
  ["%whoever", "another word"],
])("takes no magic from %j: it may be %s", (code) => {
  expect(findMagics(code)).toEqual([]);
  expect(blankMagics(code)).toBe(code);
});

test.each([
  ["%who", ["%who"]],
  ["// why\n\n  %cd ..\n%env A=1\nx", ["%cd", "%env"]],
  ["/* why */\n%time f()\n%time g()\nh", ["%time", "%time"]],
  ["const a = 1;\n%who\na", ["%who"]],
  ["%%sh\n%who\nls", ["%%sh"]],
  ["a;\n%%sh\nls", []],
  ["%time f(\n1);\n%time g()", ["%time", "%time"]],
  ["%time f(\n1)\n%time\n", ["%time"]],
  ["%env A=1\n%%sh\nls", ["%env", "%%sh"]],
])("finds those of %j", (code, words) => {
  expect(findMagics(code).map(({ word }) => word)).toEqual(words);
});

test("leaves every other place of the cell as it was", () => {
  expect(blankMagics("%time  f(x)\n%who all\ny")).toBe(
    "       f(x)\n        \ny",
  );
});

test("runs a statement with %time, keeps its value, and says how long it took", async () => {
  const { text, stdout } = await session.run(
    "%time const a = 2 ** 5;\n%time a + 1",
  );
  expect(text).toBe("33");
  expect(
    stdout.match(
      /^CPU times: user .*, sys .*, total .*\nWall time: .* (ns|µs|ms|s)$/gm,
    ),
  ).toHaveLength(2);
});

test("times a whole cell with %%time, types and all", async () => {
  const { text, stdout } = await session.run(
    "%%time\nenum Shade { Dark = 3 }\nconst shade: number = Shade.Dark;\nshade",
  );
  expect(text).toBe("3");
  expect(stdout).toMatch(/^CPU times.*\nWall time: .*\n$/);
  const { outcome } = await session.run("%%time\nconst wrong: string = shade");
  expect(outcome).toMatchObject({
    message: expect.stringMatching(/^TS2322/),
    traceback: [
      expect.stringMatching(/:2:7/),
      ...Array.from({ length: 2 }, () => expect.anything()),
    ],
  });
});

test("computes an expression again and again with %timeit", async () => {
  const { text, stdout } = await session.run(
    "let rounds = 0;\n%timeit await null, rounds++",
  );
  expect(text).toBeUndefined();
  expect(stdout).toMatch(
    /^[\d.]+ [nµ]s ± .* per loop \(mean ± standard deviation of 7 runs, [\d,]+ loops each\)\n$/,
  );
  expect(Number((await session.run("rounds")).text)).toBeGreaterThan(7);
});

test("sets and shows variables of the environment, and keeps secrets out of the notebook", async () => {
  expect(await printed("%env MAGIC_WORD=two words\n%env MAGIC_WORD")).toBe(
    "two words\n",
  );
  expect(await printed("%env MAGIC_NONE")).toBe("MAGIC_NONE is not set\n");
  const all = await printed("process.env.MAGIC_TOKEN = 'abc';\n%env");
  expect(all).toContain("MAGIC_TOKEN=...\n");
});

test("writes the rest of a cell to a file, goes to a folder and runs commands there", async () => {
  const { directory } = session;
  expect(await printed("%%writefile note.txt\nlet x = `;\n%who")).toContain(
    "Wrote ",
  );
  await printed("%%writefile -a note.txt\nmore");
  expect(readFileSync(join(directory, "note.txt"), "utf8")).toBe(
    "let x = `;\n%who\nmore\n",
  );
  expect(await printed("%sh mkdir deep && echo $MAGIC_WORD")).toBe(
    "two words\n",
  );
  expect(await printed("%cd deep\n%sh pwd")).toMatch(/(.*deep\n)\1$/);
  expect(
    await printed("%%sh\nfor i in 1 2; do\n  echo $i\ndone > file\ncat file"),
  ).toBe("1\n2\n");
  expect(existsSync(join(directory, "deep/file"))).toBe(true);
  await printed("%cd ..");
});

test("shows a command's output while it runs, ends it at Stop, and says when it failed", async () => {
  let pid = 0;
  const running = session.run("%sh echo $$; exec sleep 1000", (text) => {
    pid = Number(text);
    void session.interpreter.interrupt();
  });
  expect((await running).outcome).toMatchObject({ name: "Interrupted" });
  await expect.poll(() => isAlive(pid)).toBe(false);
  const { outcome, stderr } = await session.run("%sh echo why >&2; exit 3");
  expect([stderr, outcome]).toEqual([
    "why\n",
    expect.objectContaining({ message: "the command failed with exit code 3" }),
  ]);
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test("lists names with their values, and forgets them", async () => {
  await session.run("const kept = { a: 1 }; class Kept {}");
  expect(await printed("%who")).toMatch(/^kept +\{ a: 1 \}$/m);
  expect(await printed("%reset\n%who")).toBe(
    "No names have been declared yet.\n",
  );
  expect((await session.run("kept")).outcome).toMatchObject({
    message: expect.stringMatching(/Cannot find name 'kept'/),
  });
  expect((await session.run("const kept = 'new'; kept.length")).text).toBe("3");
});

test("completes each and tells of each", async () => {
  const { matches } = await session.interpreter.complete("%", 1);
  expect(matches.map(({ text }) => text)).toEqual(Object.keys(magicWords));
  for (const word of Object.keys(magicWords)) {
    const told = await session.interpreter.inspect(word, word.length, 0);
    expect(told?.data["text/plain"]).toContain(magicWords[word]!.about);
  }
  const { matches: modes } = await session.interpreter.complete("%types w", 8);
  expect(modes.map(({ text }) => text)).toEqual(["warn"]);
  const help = await printed("%help");
  for (const { usage } of Object.values(magicWords))
    expect(help).toContain(usage);
});

test("reaches nothing outside the notebook where homework is marked", async () => {
  const marked = new Session();
  for (const line of [
    "%sh touch made",
    "%%sh\ntouch made",
    "%npm install tree",
  ]) {
    const { outcome } = await marked.run(line);
    expect(outcome).toMatchObject({
      message: expect.stringMatching(/does nothing here: while homework/),
    });
  }
  expect(existsSync(join(marked.directory, "made"))).toBe(false);
  await marked.close();
});
