import { expect, it } from "vitest";
import { Session } from "../../../../kernel/server/protocol/session.ts";
import type { Message } from "../../../../kernel/server/protocol/header.ts";

const session = new Session();
const request: Message = {
  identities: [Buffer.from("front end")],
  header: {
    msg_id: "7",
    msg_type: "kernel_info_request",
    session: "s",
    username: "u",
    date: "",
    version: "5.3",
  },
  parent_header: {},
  metadata: {},
  content: {},
  buffers: [],
};

it("answers to the sender, under its header", () => {
  const reply = session.answer("kernel_info_reply", { status: "ok" }, request);
  expect(reply.identities).toEqual(request.identities);
  expect(reply.parent_header).toEqual(request.header);
  expect(reply.header).toMatchObject({
    msg_type: "kernel_info_reply",
    session: session.id,
    version: "5.5",
  });
});

it("gives every message an id of its own and a date with a time zone", () => {
  const [a, b] = [
    session.broadcast("status", {}, {}),
    session.broadcast("status", {}, {}),
  ];
  expect(a.header.msg_id).not.toBe(b.header.msg_id);
  expect(a.header.date).toMatch(/^\d{4}-\d\d-\d\dT.*Z$/);
});

it("puts the topic of a subscription before its welcome, and nothing before that of all topics", () => {
  expect(session.welcome("stream").identities.map(String)).toEqual(["stream"]);
  expect(session.welcome("")).toMatchObject({
    identities: [],
    content: { subscription: "" },
    parent_header: {},
  });
});
