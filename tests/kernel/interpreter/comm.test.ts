import { afterAll, expect, test } from "vitest";
import { Session } from "./session.ts";

const session = new Session();
afterAll(() => session.close());

const bytes = (...values: number[]) => new Uint8Array(values);

test("a cell opens a comm, sends JSON and buffers, and closes it", async () => {
  const { broadcasts, text } = await session.run(`
    const line = jupyter.createComm("chart", { a: 1 }, { metadata: { v: 2 }, buffers: [new Uint8Array([1, 2])] });
    line.send({ at: new Date(0) }, { buffers: [new Float64Array([1]).buffer] });
    line.close({ bye: true });
    line.close();
    line.id`);
  const comm_id = text!.slice(1, -1);
  expect(broadcasts).toMatchObject([
    {
      type: "comm_open",
      content: { comm_id, target_name: "chart", data: { a: 1 } },
      metadata: { v: 2 },
      buffers: [bytes(1, 2)],
    },
    {
      type: "comm_msg",
      content: { comm_id, data: { at: "1970-01-01T00:00:00.000Z" } },
      buffers: [new Uint8Array(new Float64Array([1]).buffer)],
    },
    { type: "comm_close", content: { comm_id, data: { bye: true } } },
  ]);
  expect(session.interpreter.comms.size).toBe(0);
  expect((await session.run("line.send()")).outcome).toMatchObject({
    name: "TypeError",
    message: expect.stringContaining("is closed"),
  });
});

test("a front end opens a comm of a registered target, and each hears the other", async () => {
  await session.run(`
    jupyter.registerTarget("echo", (comm, { data, buffers }) => {
      console.log("opened", data.a, buffers[0]![0]);
      comm.onMessage(({ data, buffers }) => comm.send({ back: data }, { buffers }));
      comm.onClose(({ data }) => console.log("closed", data.why, comm.isOpen));
    });`);
  const opened = await session.receive({
    type: "open",
    commId: "c",
    targetName: "echo",
    data: { a: 1 },
    buffers: [bytes(7)],
  });
  expect(opened).toMatchObject({ handled: true, stdout: "opened 1 7\n" });
  expect([...session.interpreter.comms]).toEqual([["c", "echo"]]);
  const heard = await session.receive({
    type: "message",
    commId: "c",
    data: { n: 1 },
    buffers: [bytes(8, 9)],
  });
  expect(heard.broadcasts).toMatchObject([
    {
      type: "comm_msg",
      content: { comm_id: "c", data: { back: { n: 1 } } },
      buffers: [bytes(8, 9)],
    },
  ]);
  const closed = await session.receive({
    type: "close",
    commId: "c",
    data: { why: "done" },
  });
  expect(closed).toMatchObject({
    handled: true,
    stdout: "closed done false\n",
  });
  expect(session.interpreter.comms.size).toBe(0);
});

test("a comm nobody registered is not handled", async () => {
  const open = { type: "open", commId: "x", targetName: "nobody" } as const;
  expect((await session.receive(open)).handled).toBe(false);
  expect(
    (await session.receive({ type: "message", commId: "x" })).handled,
  ).toBe(false);
});

test("an error in a listener is shown under the message, and the comm lives", async () => {
  await session.run(
    "jupyter.registerTarget('wrong', (comm) => { comm.onMessage(() => { throw new Error('no') }) })",
  );
  await session.receive({ type: "open", commId: "w", targetName: "wrong" });
  const { handled, stderr } = await session.receive({
    type: "message",
    commId: "w",
  });
  expect(handled).toBe(true);
  expect(stderr).toContain("Uncaught Error: no");
  expect((await session.run("1 + 1")).text).toBe("2");
});

test("Stop ends a listener that spins", async () => {
  await session.run(
    "jupyter.registerTarget('spin', () => { console.log('go'); for (;;) {} })",
  );
  let spins: () => void;
  const spinning = new Promise<void>((resolve) => (spins = resolve));
  const received = session.receive(
    { type: "open", commId: "s", targetName: "spin" },
    () => spins(),
  );
  await spinning;
  await session.interpreter.interrupt();
  await received;
  expect((await session.run("1 + 1")).text).toBe("2");
});

test("the comms of a runtime that ended are closed for the front end", async () => {
  const other = new Session();
  await other.run("jupyter.createComm('left', {})");
  expect(other.interpreter.comms.size).toBe(1);
  const { broadcasts, outcome } = await other.run(
    "process.kill(process.pid, 'SIGKILL'); await new Promise(() => {})",
  );
  expect(outcome).toMatchObject({ name: "RuntimeExit" });
  expect(broadcasts).toMatchObject([{ type: "comm_close" }]);
  expect(other.interpreter.comms.size).toBe(0);
  await other.close();
});

test("broadcast sends a message of any type, displays as displays, and none of the kernel's own", async () => {
  const { broadcasts, displays } = await session.run(`
    await jupyter.broadcast("my_type", { a: 1 }, { buffers: [new Uint8Array([3])] });
    await jupyter.broadcast("display_data", { data: { "text/html": "<b>1</b>" }, transient: { display_id: "d" } });
    await jupyter.broadcast("update_display_data", { data: { "text/html": "<b>2</b>" }, transient: { display_id: "d" } });`);
  expect(broadcasts).toMatchObject([
    { type: "my_type", content: { a: 1 }, buffers: [bytes(3)] },
  ]);
  expect(displays).toMatchObject([
    { displayId: "d", update: false },
    {
      displayId: "d",
      update: true,
      display: { data: { "text/html": "<b>2</b>" } },
    },
  ]);
  const { outcome } = await session.run(
    "await jupyter.broadcast('status', { execution_state: 'idle' })",
  );
  expect(outcome).toMatchObject({ name: "TypeError" });
});

test("Deno's names are there for a cell that uses them, and for no package that looks", async () => {
  const typed = new Session({}, { types: true });
  expect((await typed.run("'Deno' in globalThis")).text).toBe("false");
  const { displays, outcome } = await typed.run(
    `await Deno.jupyter.broadcast("display_data", { data: { "text/html": "<b>bold</b>" }, metadata: {}, transient: {} });
     Deno.jupyter.html\`<i>\${1 + 1}</i>\``,
  );
  expect(displays[0]!.display.data).toEqual({ "text/html": "<b>bold</b>" });
  expect(outcome).toMatchObject({
    status: "ok",
    result: { data: { "text/html": "<i>2</i>" } },
  });
  await typed.close();
});

test("a target that fails to open has no comm, and says why", async () => {
  await session.run(`
    jupyter.registerTarget("broken", () => { throw new Error("cannot open"); });
    jupyter.registerTarget("late", async () => { throw new Error("cannot open later"); });
    jupyter.registerTarget("shut", (comm) => comm.close());`);
  let text = "";
  const open = (commId: string, targetName: string) =>
    session.receive(
      { type: "open", commId, targetName, data: {} },
      (more) => (text += more),
    );
  const broken = await open("b", "broken");
  expect(broken.handled).toBe(false);
  expect(broken.stderr).toContain("cannot open");
  const shut = await open("s", "shut");
  expect(shut.broadcasts.map(({ type }) => type)).toEqual(["comm_close"]);
  const late = await open("l", "late");
  await session.run("await new Promise((resolve) => setTimeout(resolve))");
  expect(late.broadcasts.map(({ type }) => type)).toEqual(["comm_close"]);
  expect(text).toContain("cannot open later");
  const left = [...session.interpreter.comms.keys()];
  expect(left.filter((id) => "bsl".includes(id))).toEqual([]);
});

test("what is no message is an error of the cell that sends it, and the variables stay", async () => {
  await session.run(
    "const kept = 1; let deep: any = []; for (let i = 0; i < 3000; i++) deep = [deep];",
  );
  for (const [code, words] of [
    ["await jupyter.broadcast('stream', null as any)", "must be an object"],
    ["await jupyter.broadcast('stream', 'text' as any)", "must be an object"],
    ["await jupyter.broadcast(5 as any, {})", "must be a word"],
    ["await jupyter.broadcast('x'.repeat(1000), {})", "must be a word"],
    ["await jupyter.broadcast('any', { deep })", "nests deeper"],
    ["await jupyter.broadcast('any', {}, { metadata: { deep } })", "nests"],
    ["jupyter.createComm('any').send(null as any)", "must carry an object"],
    ["jupyter.createComm('any').send({ deep })", "nests deeper"],
    [
      "jupyter.createComm('any').send({ a: 'x'.repeat(70_000_000) })",
      "at most 67108864",
    ],
    ["display(1, { metadata: { deep } })", "nests deeper"],
  ] as const)
    expect((await session.run(code)).outcome).toMatchObject({
      status: "error",
      message: expect.stringContaining(words),
    });
  expect((await session.run("kept")).text).toBe("1");
});

test("a message of a comm from long ago is forgotten, and that of a cell is not", async () => {
  await session.run(
    `let printLater = () => {};
     jupyter.registerTarget("many", (comm) => comm.onMessage(() => {}));`,
  );
  const cell = await session.run(
    "(await import('node:timers')).setInterval(() => console.log('late'), 5)",
  );
  await session.receive({
    type: "open",
    commId: "many",
    targetName: "many",
    data: {},
  });
  for (let index = 0; index < 2000; index++)
    await session.receive({ type: "message", commId: "many", data: {} });
  const before = cell.stdout.length;
  await session.run("await new Promise((resolve) => setTimeout(resolve, 20))");
  expect(cell.stdout.length).toBeGreaterThan(before);
});
