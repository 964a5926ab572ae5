import { expect, it } from "vitest";
import { Session } from "../../../../kernel/server/protocol/session.ts";
import { Signer } from "../../../../kernel/server/protocol/signature.ts";
import { explainUnsendable } from "../../../../kernel/server/protocol/unsendable.ts";
import { encode } from "../../../../kernel/server/protocol/wire.ts";

const session = new Session();
const request = session.broadcast("execute_request", {}, {});
const tooMuch = { n: 1n };

function failureOf(message: Parameters<typeof encode>[0]): Error {
  try {
    encode(message, new Signer("key"));
  } catch (error) {
    return error as Error;
  }
  throw new Error("it can be sent");
}

it("answers with an error in place of a reply that can't be sent", () => {
  const reply = session.answer("execute_reply", tooMuch, request);
  const instead = explainUnsendable(reply, failureOf(reply));
  expect(instead).toMatchObject({
    header: { msg_type: "execute_reply" },
    parent_header: request.header,
    content: {
      status: "error",
      ename: "TypeError",
      evalue: expect.stringContaining("execute_reply could not be sent"),
    },
  });
  expect(() => encode(instead, new Signer("key"))).not.toThrow();
});

it("says on stderr which output can't be sent, under the same cell", () => {
  const result = session.broadcast("execute_result", tooMuch, request.header);
  expect(explainUnsendable(result, failureOf(result))).toMatchObject({
    identities: [Buffer.from("stream")],
    header: { msg_type: "stream" },
    parent_header: request.header,
    content: {
      name: "stderr",
      text: expect.stringContaining("execute_result could not be sent"),
    },
  });
});
