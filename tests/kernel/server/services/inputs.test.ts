import { expect, it } from "vitest";
import type {
  OutputHandler,
  Outcome,
} from "../../../../kernel/interpreter/interpreter.ts";
import { ok, okWith } from "../../support/fake-interpreter.ts";
import { frontEnd, type FrontEnd } from "../../support/front-end.ts";

async function ask(output: OutputHandler): Promise<Outcome> {
  try {
    return okWith(await output.input("Name? ", false));
  } catch (error) {
    return {
      status: "error",
      name: (error as Error).name,
      message: (error as Error).message,
      traceback: [],
    };
  }
}

function question(client: FrontEnd, nth = 0) {
  return client.channels.until(
    () =>
      client.channels.sent.filter(({ channel }) => channel === "stdin")[nth]
        ?.message,
  );
}

it("asks the front end that runs the cell, after what was printed, and gives the answer to the cell", async () => {
  const client = frontEnd({
    cell(output) {
      output.stream("stdout", "before\n");
      return ask(output);
    },
  });
  const id = client.execute("cell", { allow_stdin: true });
  expect(await question(client)).toMatchObject({
    header: { msg_type: "input_request" },
    parent_header: { msg_id: id },
    content: { prompt: "Name? ", password: false },
  });
  expect(client.channels.published.at(-1)!.header.msg_type).toBe("stream");
  client.send("input_reply", { value: "Ada" }, "stdin");
  expect((await client.published(id)).at(-2)!.content).toMatchObject({
    data: { "text/plain": "Ada" },
  });
});

it("fails at once, with advice, when the front end takes no input", async () => {
  const client = frontEnd({ ask });
  expect(
    await client.request("execute_request", {
      code: "ask",
      allow_stdin: false,
    }),
  ).toMatchObject({
    ename: "StdinNotImplementedError",
    evalue: expect.stringContaining("Run the notebook in JupyterLab"),
  });
});

it("asks one question at a time", async () => {
  const client = frontEnd({
    two: async (output) =>
      okWith(
        (
          await Promise.all([output.input("a", false), output.input("b", true)])
        ).join(),
      ),
  });
  const id = client.execute("two", { allow_stdin: true });
  expect((await question(client)).content).toEqual({
    prompt: "a",
    password: false,
  });
  expect(client.channels.sent).toHaveLength(1);
  client.send("input_reply", { value: "1" }, "stdin");
  expect((await question(client, 1)).content).toEqual({
    prompt: "b",
    password: true,
  });
  client.send("input_reply", { value: "2" }, "stdin");
  expect((await client.published(id)).at(-2)!.content).toMatchObject({
    data: { "text/plain": "1,2" },
  });
});

it("refuses the question of a cell that has ended, and asks the next one's", async () => {
  let late: OutputHandler;
  const client = frontEnd({
    cell: async (output) => ((late = output), ok),
    ask,
  });
  await client.reply(client.execute("cell", { allow_stdin: true }));
  expect(await ask(late!)).toMatchObject({
    name: "LateInputError",
    message: expect.stringContaining("Write await before what asks"),
  });
  const next = client.execute("ask", { allow_stdin: true });
  await question(client);
  client.send("input_reply", { value: "Ada" }, "stdin");
  expect((await client.published(next)).at(-2)!.content).toMatchObject({
    data: { "text/plain": "Ada" },
  });
});

it("gives up the question of a cell that was interrupted, and ignores the late answer", async () => {
  let cancelled: unknown;
  const client = frontEnd({
    cell: (output) =>
      output
        .input("?", false)
        .then(okWith, (error: unknown) => ((cancelled = error), ok)),
    ask,
  });
  const id = client.execute("cell", { allow_stdin: true });
  await question(client);
  await client.request("interrupt_request", {}, "control");
  await client.reply(id);
  expect(cancelled).toMatchObject({ name: "InputCancelledError" });
  client.send("input_reply", { value: "too late" }, "stdin");
  expect(client.log.debugs).toEqual([
    "stdin: nobody waits for this input_reply",
  ]);
  const next = client.execute("ask", { allow_stdin: true });
  await question(client, 1);
  client.send("input_reply", { value: "in time" }, "stdin");
  expect((await client.published(next)).at(-2)!.content).toMatchObject({
    data: { "text/plain": "in time" },
  });
});
