import { expect, it } from "vitest";
import { ok } from "../../support/fake-interpreter.ts";
import { frontEnd } from "../../support/front-end.ts";

it("closes a comm of an unknown target at once", async () => {
  const client = frontEnd();
  const id = client.send("comm_open", {
    comm_id: "c",
    target_name: "unknown",
    data: {},
  });
  expect(await client.story(id)).toEqual(["busy", "comm_close", "idle"]);
  expect((await client.published(id))[1]!.content).toEqual({
    comm_id: "c",
    data: {},
  });
  expect(await client.request("comm_info_request")).toEqual({
    status: "ok",
    comms: {},
  });
});

it("carries messages and buffers to a target, lists the comm while it is open, and forgets it then", async () => {
  const client = frontEnd();
  await client.story(
    client.send("comm_open", {
      comm_id: "c",
      target_name: "echo",
      data: { a: 1 },
    }),
  );
  await client.story(client.send("comm_msg", { comm_id: "c", data: { a: 2 } }));
  expect(
    await client.request("comm_info_request", { target_name: "echo" }),
  ).toMatchObject({
    comms: { c: { target_name: "echo" } },
  });
  expect(
    await client.request("comm_info_request", { target_name: "other" }),
  ).toMatchObject({ comms: {} });
  await client.story(
    client.send("comm_close", { comm_id: "c", data: { a: 3 } }),
  );
  expect(client.interpreter.heard).toMatchObject([
    { type: "open", commId: "c", data: { a: 1 }, buffers: [] },
    { type: "message", commId: "c", data: { a: 2 } },
    { type: "close", commId: "c", data: { a: 3 } },
  ]);
  expect(await client.request("comm_info_request")).toMatchObject({
    comms: {},
  });
});

it("says that a comm is closed to a front end that goes on talking to it", async () => {
  const client = frontEnd();
  expect(
    await client.story(client.send("comm_msg", { comm_id: "c", data: {} })),
  ).toEqual(["busy", "comm_close", "idle"]);
  expect(
    await client.story(client.send("comm_close", { comm_id: "c" })),
  ).toEqual(["busy", "idle"]);
});

it("answers an editor's question while a cell runs, by its number, and lists the comm while it is open", async () => {
  let finish = () => {};
  const running = new Promise<void>((resolve) => (finish = resolve));
  const client = frontEnd({ spin: () => running.then(() => ok) });
  const cell = client.execute("spin");
  const opening = { comm_id: "e", target_name: "romanesco.editor", data: {} };
  expect(await client.story(client.send("comm_open", opening))).toEqual([
    "busy",
    "idle",
  ]);
  const data = { request: 7, type: "check", cells: [], wanted: [] };
  const asked = client.send("comm_msg", { comm_id: "e", data });
  const answers = await client.published(asked);
  expect(answers.map(({ header }) => header.msg_type)).toContain("comm_msg");
  expect(answers[1]!.content).toEqual({
    comm_id: "e",
    data: { marks: {}, request: 7 },
  });
  expect(await client.request("comm_info_request")).toMatchObject({
    comms: { e: { target_name: "romanesco.editor" } },
  });
  finish();
  await client.reply(cell);
  await client.published(client.send("comm_close", { comm_id: "e" }));
  expect(client.interpreter.calls.at(-1)).toBe("close e");
  expect(await client.request("comm_info_request")).toMatchObject({
    comms: {},
  });
});
