import { describe, expect, it, vi } from "vitest";
import { MemoryChannels } from "../../../kernel/server/channels/memory.ts";
import type { Outcome } from "../../../kernel/interpreter/interpreter.ts";
import { Session } from "../../../kernel/server/protocol/session.ts";
import { failed, ok, okWith } from "../support/fake-interpreter.ts";
import { frontEnd } from "../support/front-end.ts";

/** A cell that ends when the test says so. */
function pausedCell() {
  let end: (outcome: Outcome) => void = () => {};
  const ended = new Promise<Outcome>((resolve) => (end = resolve));
  return { script: () => ended, end };
}

describe("every request", () => {
  it("is busy, answered and idle, under its own header", async () => {
    const client = frontEnd();
    const id = client.send("kernel_info_request");
    expect(await client.story(id)).toEqual(["busy", "idle"]);
    expect((await client.reply(id)).header.msg_type).toBe("kernel_info_reply");
  });

  it("of a type nobody knows is idle without a reply, with one warning however often it comes", async () => {
    const client = frontEnd();
    for (let i = 0; i < 3; i++) await client.story(client.send("what_request"));
    expect(client.log.warnings).toEqual([
      "shell: this kernel has no answer to what_request",
    ]);
    expect(client.channels.sent).toEqual([]);
  });

  it("that was signed and can't be read is answered with its fault, and shows it where there is no reply", async () => {
    const client = frontEnd();
    const fault = new Error("content is not JSON");
    const session = new Session();
    const [execute, comm] = ["execute_request", "comm_msg"].map((type) => ({
      ...session.broadcast(type, {}, {}),
      fault,
    }));
    client.channels.deliver("shell", execute!);
    client.channels.deliver("shell", comm!);
    const { msg_id } = execute!.header;
    expect((await client.reply(msg_id)).content).toMatchObject({
      status: "error",
      evalue: fault.message,
    });
    expect(await client.story(msg_id)).toEqual(["busy", "idle"]);
    expect(await client.story(comm!.header.msg_id)).toEqual([
      "busy",
      "error",
      "idle",
    ]);
    expect((await client.request("kernel_info_request")).status).toBe("ok");
  });

  it("with content of the wrong type gets an error that names the field, and the next one is answered", async () => {
    const client = frontEnd();
    expect(await client.request("execute_request", { code: 1 })).toMatchObject({
      status: "error",
      ename: "ContentError",
      evalue: "execute_request.code must be a string, got 1",
    });
    expect(
      await client.request("execute_request", { code: "1" }),
    ).toMatchObject({ status: "ok" });
  });

  it("whose handler fails gets an error, and the next one is answered", async () => {
    const client = frontEnd();
    client.interpreter.complete = () => Promise.reject(new Error("broken"));
    expect(
      await client.request("complete_request", { code: "a", cursor_pos: 1 }),
    ).toMatchObject({ evalue: "broken" });
    expect(await client.request("is_complete_request", { code: "a" })).toEqual({
      status: "complete",
    });
  });
});

describe("the queue of cells", () => {
  it("runs one cell at a time, in the order of the requests", async () => {
    const first = pausedCell();
    const client = frontEnd({ first: first.script });
    const ids = [client.execute("first"), client.execute("second")];
    expect(client.interpreter.executed.map((cell) => cell.code)).toEqual([
      "first",
    ]);
    first.end(ok);
    for (const id of ids) await client.story(id);
    expect(client.interpreter.executed.map((cell) => cell.code)).toEqual([
      "first",
      "second",
    ]);
  });

  it("announces busy for a waiting cell only when its turn comes", async () => {
    const first = pausedCell();
    const client = frontEnd({ first: first.script });
    const [, second] = [client.execute("first"), client.execute("second")];
    expect(
      client.channels.published.filter(
        (message) => message.parent_header.msg_id === second,
      ),
    ).toEqual([]);
    first.end(ok);
    expect(await client.story(second)).toEqual([
      "busy",
      "execute_input",
      "idle",
    ]);
  });

  it("answers other requests while a cell runs, and says afterwards that the kernel is still busy", async () => {
    const cell = pausedCell();
    const client = frontEnd({ cell: cell.script });
    const running = client.execute("cell");
    expect(
      await client.request("is_complete_request", { code: "if (a) {" }),
    ).toEqual({ status: "incomplete", indent: "  " });
    expect(
      await client.request("kernel_info_request", {}, "control"),
    ).toMatchObject({ status: "ok" });
    const last = client.channels.published.at(-1);
    expect(last).toMatchObject({
      parent_header: { msg_id: running },
      content: { execution_state: "busy" },
    });
    cell.end(ok);
    await client.story(running);
  });

  it("keeps comm messages in order with cells, for their handlers touch the same variables", async () => {
    const cell = pausedCell();
    const client = frontEnd({ cell: cell.script });
    client.execute("cell");
    const comm = client.send("comm_msg", { comm_id: "c", data: {} });
    expect(
      client.channels.published.some(
        (message) => message.parent_header.msg_id === comm,
      ),
    ).toBe(false);
    cell.end(ok);
    expect(await client.story(comm)).toEqual(["busy", "comm_close", "idle"]);
  });

  it("aborts the cells behind an error, answers them, and runs what comes later", async () => {
    const client = frontEnd({ bad: () => failed });
    const ids = [
      client.execute("bad"),
      client.execute("next"),
      client.execute("last"),
    ];
    const replies = await Promise.all(
      ids.map(async (id) => (await client.reply(id)).content["status"]),
    );
    expect(replies).toEqual(["error", "aborted", "aborted"]);
    expect(await client.story(ids[1]!)).toEqual(["busy", "idle"]);
    expect(
      await client.request("execute_request", { code: "later" }),
    ).toMatchObject({ status: "ok", execution_count: 2 });
  });

  it.each([{ stop_on_error: false }, { silent: true }])(
    "goes on behind an error of a cell with %o",
    async (options) => {
      const client = frontEnd({ bad: () => failed });
      client.execute("bad", options);
      expect(
        await client.request("execute_request", { code: "next" }),
      ).toMatchObject({ status: "ok" });
    },
  );

  it("runs cells of control one after the other, beside those of shell, and aborts what waits there behind an error", async () => {
    const [shell, first] = [pausedCell(), pausedCell()];
    const client = frontEnd({
      shell: shell.script,
      first: first.script,
      bad: () => failed,
    });
    const execute = (code: string) =>
      client.send("execute_request", { code }, "control");
    const onShell = ["shell", "next on shell"].map((code) =>
      client.execute(code),
    );
    const onControl = ["first", "bad", "never"].map(execute);
    await client.request("kernel_info_request", {}, "control");
    const executed = () => client.interpreter.executed.map(({ code }) => code);
    expect(executed()).toEqual(["shell", "first"]);
    first.end(ok);
    const replies = await Promise.all(onControl.map((id) => client.reply(id)));
    expect(replies.map(({ content }) => content.status)).toEqual([
      "ok",
      "error",
      "aborted",
    ]);
    shell.end(ok);
    for (const id of onShell)
      expect((await client.reply(id)).content.status).toBe("ok");
    expect(executed()).toEqual(["shell", "first", "bad", "next on shell"]);
  });

  it("aborts the cells behind an interrupt, also when the cell itself would let them run", async () => {
    const client = frontEnd({ forever: () => new Promise(() => {}) });
    const ids = [
      client.execute("forever", { stop_on_error: false }),
      client.execute("next"),
    ];
    const interrupt = client.request("interrupt_request", {}, "control");
    const [running, waiting] = await Promise.all(
      ids.map((id) => client.reply(id)),
    );
    expect(running!.content).toMatchObject({
      status: "error",
      ename: "Interrupted",
    });
    expect(waiting!.content).toEqual({ status: "aborted" });
    expect(await interrupt).toEqual({ status: "ok" });
  });

  it("takes 10,000 cells at once", async () => {
    const client = frontEnd();
    for (let i = 0; i < 10_000; i++) client.execute("1");
    await client.channels.until(
      () => client.channels.sent.length === 10_000 || undefined,
    );
    expect(client.interpreter.executed).toHaveLength(10_000);
  });
});

describe("execute_request", () => {
  it("publishes input, output and result in this order, and counts", async () => {
    const client = frontEnd({
      cell(output) {
        output.stream("stdout", "printed\n");
        return okWith("2");
      },
    });
    const id = client.execute("cell");
    expect(await client.story(id)).toEqual([
      "busy",
      "execute_input",
      "stream",
      "execute_result",
      "idle",
    ]);
    const [, input, stream, result] = await client.published(id);
    expect(input!.content).toEqual({ code: "cell", execution_count: 1 });
    expect(stream!.content).toEqual({ name: "stdout", text: "printed\n" });
    expect(result!.content).toEqual({
      execution_count: 1,
      data: { "text/plain": "2" },
      metadata: {},
      transient: {},
    });
    expect((await client.reply(id)).content).toEqual({
      status: "ok",
      execution_count: 1,
      payload: [],
      user_expressions: {},
    });
  });

  it("says in the reply's metadata when the cell started", async () => {
    const client = frontEnd();
    const { metadata } = await client.reply(client.execute("1"));
    expect(metadata).toMatchObject({
      status: "ok",
      started: expect.stringMatching(/^\d{4}-.*Z$/),
    });
  });

  it("publishes an error once and repeats it in the reply", async () => {
    const client = frontEnd({ bad: () => failed });
    const id = client.execute("bad");
    expect(await client.story(id)).toEqual([
      "busy",
      "execute_input",
      "error",
      "idle",
    ]);
    const error = {
      ename: "TypeError",
      evalue: "no",
      traceback: ["TypeError: no"],
    };
    expect((await client.published(id))[2]!.content).toEqual(error);
    expect((await client.reply(id)).content).toMatchObject({
      status: "error",
      execution_count: 1,
      ...error,
    });
  });

  it("shows nothing of a silent cell, and doesn't count it", async () => {
    const client = frontEnd({
      quiet(output) {
        output.stream("stdout", "hidden");
        output.display({ data: {}, metadata: {} });
        return okWith("2");
      },
      bad: () => failed,
    });
    expect(
      await client.story(client.execute("quiet", { silent: true })),
    ).toEqual(["busy", "idle"]);
    const bad = client.execute("bad", { silent: true });
    expect(await client.story(bad)).toEqual(["busy", "idle"]);
    expect((await client.reply(bad)).content).toMatchObject({
      status: "error",
      ename: "TypeError",
    });
    expect(
      await client.request("execute_request", { code: "1" }),
    ).toMatchObject({ execution_count: 1 });
  });

  it("doesn't count a cell that is not stored in the history", async () => {
    const client = frontEnd();
    await client.request("execute_request", { code: "1" });
    expect(
      await client.request("execute_request", {
        code: "2",
        store_history: false,
      }),
    ).toMatchObject({ execution_count: 1 });
    expect(
      await client.request("execute_request", { code: "3" }),
    ).toMatchObject({ execution_count: 2 });
    const { history } = await client.request("history_request", {
      hist_access_type: "tail",
      n: 9,
      output: false,
      raw: true,
    });
    expect(history).toEqual([
      [1, 1, "1"],
      [1, 2, "3"],
    ]);
  });

  it("evaluates user_expressions after the cell, each for itself", async () => {
    const client = frontEnd();
    const reply = await client.request("execute_request", {
      code: "1",
      user_expressions: { a: "x", b: "bad" },
    });
    expect(reply["user_expressions"]).toEqual({
      a: { status: "ok", data: { "text/plain": "x" }, metadata: {} },
      b: {
        status: "error",
        ename: "TypeError",
        evalue: "no",
        traceback: ["TypeError: no"],
      },
    });
  });

  it("evaluates no user_expressions after an error", async () => {
    const client = frontEnd({ bad: () => failed });
    await client.request("execute_request", {
      code: "bad",
      user_expressions: { a: "x" },
    });
    expect(client.interpreter.calls).toEqual([]);
  });

  it("passes on that the cell was aborted", async () => {
    const client = frontEnd({ cell: () => ({ status: "aborted" }) });
    expect(await client.request("execute_request", { code: "cell" })).toEqual({
      status: "aborted",
    });
  });

  it.each([
    ["Array?", "Array at detail 0"],
    ["??a.b", "a.b at detail 1"],
    ["nothing?", "There is nothing named nothing."],
  ])("opens the pager for %s instead of running it", async (code, text) => {
    const client = frontEnd();
    const { payload } = await client.request("execute_request", { code });
    expect(payload).toEqual([
      { source: "page", data: { "text/plain": text }, start: 0 },
    ]);
    expect(client.interpreter.executed).toEqual([]);
  });

  it("runs a cell that merely contains a question mark", async () => {
    const client = frontEnd();
    await client.request("execute_request", { code: "a ? b : c" });
    expect(client.interpreter.executed).toHaveLength(1);
  });
});

describe("the end", () => {
  it("answers shutdown on the channel it came from, tells the other front ends, and stops", async () => {
    const client = frontEnd();
    const id = client.send("shutdown_request", { restart: true }, "control");
    expect(await client.kernel.stopped).toEqual({ restart: true });
    expect(client.channels.sent.map(({ channel }) => channel)).toEqual([
      "control",
    ]);
    expect((await client.reply(id)).content).toEqual({
      status: "ok",
      restart: true,
    });
    expect(await client.story(id)).toEqual(["busy", "shutdown_reply", "idle"]);
  });

  it("starts nothing of the queue after a shutdown", async () => {
    const cell = pausedCell();
    const client = frontEnd({ cell: cell.script });
    client.execute("cell");
    client.execute("next");
    client.send("shutdown_request", { restart: false }, "control");
    cell.end(ok);
    await client.kernel.stopped;
    expect(client.interpreter.executed.map(({ code }) => code)).toEqual([
      "cell",
    ]);
  });

  it("says starting once it listens, before anything else, and welcomes each subscriber", () => {
    const publish = vi.spyOn(MemoryChannels.prototype, "publish");
    const listen = vi.spyOn(MemoryChannels.prototype, "listen");
    const client = frontEnd();
    expect(listen).toHaveBeenCalledBefore(publish);
    vi.restoreAllMocks();
    client.channels.subscribe("");
    expect(client.channels.published).toMatchObject([
      {
        header: { msg_type: "status" },
        content: { execution_state: "starting" },
        parent_header: {},
      },
      {
        header: { msg_type: "iopub_welcome" },
        content: { subscription: "" },
        parent_header: {},
      },
    ]);
  });
});
