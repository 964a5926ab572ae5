import { expect, it, vi } from "vitest";
import type { OutputHandler } from "../../../../kernel/interpreter/interpreter.ts";
import { ok } from "../../support/fake-interpreter.ts";
import { frontEnd } from "../../support/front-end.ts";

const picture = (text: string) => ({
  data: { "text/plain": text },
  metadata: {},
});

/** Runs one cell and gives what it published between execute_input and idle. */
async function outputOf(cell: (output: OutputHandler) => void) {
  const client = frontEnd({ cell: (output) => (cell(output), ok) });
  const messages = await client.published(client.execute("cell"));
  return messages
    .slice(2, -1)
    .map(({ header, content }) => [header.msg_type, content]);
}

it("joins the text of one stream", async () => {
  const output = await outputOf((output) => {
    for (let i = 0; i < 1000; i++) output.stream("stdout", `${i}\n`);
  });
  const text = Array.from({ length: 1000 }, (_, i) => `${i}\n`).join("");
  expect(output).toEqual([["stream", { name: "stdout", text }]]);
});

it("keeps the order of stdout, stderr and displays", async () => {
  const output = await outputOf((output) => {
    output.stream("stdout", "a");
    output.stream("stderr", "b");
    output.stream("stdout", "c");
    output.display(picture("p"));
    output.stream("stdout", "d");
    output.clearOutput(true);
  });
  expect(output).toEqual([
    ["stream", { name: "stdout", text: "a" }],
    ["stream", { name: "stderr", text: "b" }],
    ["stream", { name: "stdout", text: "c" }],
    ["display_data", { ...picture("p"), transient: {} }],
    ["stream", { name: "stdout", text: "d" }],
    ["clear_output", { wait: true }],
  ]);
});

it("names the cell of a display that may change, where the front end has named it", async () => {
  const client = frontEnd({
    cell(output) {
      output.display(picture("p"), "bar");
      return ok;
    },
  });
  const send = (metadata: object) =>
    client.send("execute_request", { code: "cell" }, "shell", metadata);
  const transientOf = async (id: string) =>
    (await client.published(id)).find(
      ({ header }) => header.msg_type === "display_data",
    )?.content["transient"];
  expect(await transientOf(send({ cellId: "a1" }))).toEqual({
    display_id: "bar",
    cell_id: "a1",
  });
  expect(await transientOf(send({ cellId: 1 }))).toEqual({ display_id: "bar" });
});

it("sends the last of many updates of one display, and every display with its id", async () => {
  const output = await outputOf((output) => {
    output.display(picture("start"), "bar");
    for (let i = 0; i <= 100; i++)
      output.updateDisplay(picture(`${i} %`), "bar");
    output.updateDisplay(picture("other"), "second");
  });
  expect(output).toEqual([
    ["display_data", { ...picture("start"), transient: { display_id: "bar" } }],
    [
      "update_display_data",
      { ...picture("100 %"), transient: { display_id: "bar" } },
    ],
    [
      "update_display_data",
      { ...picture("other"), transient: { display_id: "second" } },
    ],
  ]);
});

it("sends text while the cell runs, within a few milliseconds", async () => {
  vi.useFakeTimers();
  try {
    const client = frontEnd({
      cell(output) {
        output.stream("stdout", "live");
        return new Promise(() => {});
      },
    });
    client.execute("cell");
    const streams = () =>
      client.channels.published.filter(
        ({ header }) => header.msg_type === "stream",
      );
    expect(streams()).toHaveLength(0);
    await vi.advanceTimersByTimeAsync(10);
    expect(streams()).toHaveLength(1);
  } finally {
    vi.useRealTimers();
  }
});

it("sends the first text after a silence almost at once, and joins what follows", async () => {
  vi.useFakeTimers();
  try {
    let output: OutputHandler | undefined;
    const client = frontEnd({
      cell: (given) => ((output = given), new Promise(() => {})),
    });
    client.execute("cell");
    const texts = () =>
      client.channels.published
        .filter(({ header }) => header.msg_type === "stream")
        .map(({ content }) => (content as { text: string }).text);
    await vi.advanceTimersByTimeAsync(1);
    for (const line of ["first\n", "second\n"]) output!.stream("stdout", line);
    await vi.advanceTimersByTimeAsync(1);
    expect(texts()).toEqual(["first\nsecond\n"]);
    for (let i = 0; i < 8; i++) {
      output!.stream("stdout", `${i}\n`);
      await vi.advanceTimersByTimeAsync(1);
    }
    expect(texts()).toHaveLength(1);
    await vi.advanceTimersByTimeAsync(10);
    expect(texts()).toHaveLength(2);
    await vi.advanceTimersByTimeAsync(10);
    output!.stream("stdout", "late\n");
    await vi.advanceTimersByTimeAsync(1);
    expect(texts()).toHaveLength(3);
  } finally {
    vi.useRealTimers();
  }
});

it("sends what a cell has printed at its end in few messages, however much it is", async () => {
  const output = await outputOf((output) => {
    for (let i = 0; i < 400; i++) output.stream("stdout", "x".repeat(10_000));
  });
  expect(output.length).toBeLessThan(6);
  const text = output.map(([, content]) => (content as { text: string }).text);
  expect(text.join("")).toBe("x".repeat(4_000_000));
});

/** A cell that prints 20,000 lines every 10 ms, as fake time goes by, and what of it was published. */
function endless() {
  let cell: OutputHandler;
  const client = frontEnd({
    cell: (output) => ((cell = output), new Promise(() => {})),
  });
  client.execute("cell");
  const texts = () =>
    client.channels.published.flatMap(({ content }) =>
      "text" in content ? [content.text as string] : [],
    );
  const print = async (ms: number) => {
    for (let passed = 0; passed < ms; passed += 10) {
      cell.stream("stdout", "a line\n".repeat(20_000));
      await vi.advanceTimersByTimeAsync(10);
    }
  };
  return { print, texts, cell: () => cell };
}

it("shows less and less of a cell that prints without end, so that the page can draw it", async () => {
  vi.useFakeTimers();
  try {
    const { print, texts } = endless();
    await print(1000);
    const inFirst = texts().length;
    await print(1000);
    const inSecond = texts().length - inFirst;
    expect(inFirst).toBeGreaterThan(2);
    expect(inSecond).toBeGreaterThan(0);
    expect(inSecond).toBeLessThan(inFirst);
    expect(texts().join("").length).toBeLessThan(1_000_000);
  } finally {
    vi.useRealTimers();
  }
});

it("shows the rest once a cell that printed much is quiet", async () => {
  vi.useFakeTimers();
  try {
    const { print, texts } = endless();
    await print(50);
    await vi.advanceTimersByTimeAsync(2000);
    expect(texts().join("").length).toBe(5 * 140_000);
  } finally {
    vi.useRealTimers();
  }
});

it("drops what it holds of a cell that prints without end when that is stopped, and says how much", async () => {
  vi.useFakeTimers();
  try {
    const { print, texts, cell } = endless();
    await print(1000);
    cell().cut!();
    cell().resume!();
    await vi.advanceTimersByTimeAsync(10_000);
    const [notice] = texts().slice(-1);
    const dropped = Number(
      /([\d,]+) char/.exec(notice!)![1]!.replaceAll(",", ""),
    );
    const shown = texts().slice(0, -1).join("").length;
    expect(shown + dropped).toBe(100 * 140_000);
    expect(shown).toBeLessThan(1_000_000);
  } finally {
    vi.useRealTimers();
  }
});

it("sends late output under the cell that made it", async () => {
  let late: OutputHandler | undefined;
  const client = frontEnd({ cell: (output) => ((late = output), ok) });
  const id = client.execute("cell");
  await client.story(id);
  await client.story(client.execute("next"));
  late!.stream("stdout", "late");
  const message = await client.channels.until(() =>
    client.channels.published.find(
      ({ header }) => header.msg_type === "stream",
    ),
  );
  expect(message.parent_header).toMatchObject({ msg_id: id });
});

it("keeps a little of what a stopped cell had made, drops the rest, and says how much in a line", async () => {
  const output = await outputOf((output) => {
    output.stream("stdout", "seen");
    output.cut!();
    output.stream("stdout", "x".repeat(60_000));
    output.display(picture("kept"));
    for (let i = 0; i < 3; i++) output.display(picture("dropped"));
    output.stream("stdout", "y".repeat(10_000));
    output.resume!();
    output.stream("stdout", "after");
  });
  const texts = output.map(
    ([, content]) => (content as { text?: string }).text,
  );
  expect(texts[0]).toBe("seen");
  expect(texts[1]).toBe("x".repeat(60_000));
  expect(texts.slice(-2)).toEqual([
    "\nStopped. What still waited to be shown is dropped: 10,000 characters and 3 displays.\n",
    "after",
  ]);
});

it("says nothing of a stopped cell whose output was small enough to be shown", async () => {
  const output = await outputOf((output) => {
    output.stream("stdout", "before");
    output.cut!();
    output.stream("stdout", " and after");
    output.resume!();
  });
  expect(output.map(([, content]) => content)).toEqual([
    { name: "stdout", text: "before" },
    { name: "stdout", text: " and after" },
  ]);
});

it("joins text also of a cell that writes to both streams in turn", async () => {
  const output = await outputOf((output) => {
    for (let i = 0; i < 10_000; i++)
      output.stream(i % 2 ? "stdout" : "stderr", `${i}\n`);
  });
  expect(output.length).toBeLessThan(200);
  const text = output.map(([, content]) => (content as { text: string }).text);
  expect(text.slice(0, 3)).toEqual(["0\n", "1\n", "2\n"]);
  expect(text.join("").split("\n")).toHaveLength(10_001);
});
