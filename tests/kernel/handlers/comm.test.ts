import { expect, it } from "vitest";
import { frontEnd } from "../support/front-end.ts";

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
  const heard: unknown[] = [];
  client.kernel.comms.register("echo", (open, buffers) => {
    heard.push(open.data, buffers.length);
    return {
      message: (data) => heard.push(data),
      closed: (data) => heard.push(data),
    };
  });
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
  expect(heard).toEqual([{ a: 1 }, 0, { a: 2 }, { a: 3 }]);
  expect(await client.request("comm_info_request")).toMatchObject({
    comms: {},
  });
});

it("takes a message for a comm that isn't there without complaint to the front end", async () => {
  const client = frontEnd();
  expect(
    await client.story(client.send("comm_msg", { comm_id: "c", data: {} })),
  ).toEqual(["busy", "idle"]);
  expect(
    await client.story(client.send("comm_close", { comm_id: "c" })),
  ).toEqual(["busy", "idle"]);
});
