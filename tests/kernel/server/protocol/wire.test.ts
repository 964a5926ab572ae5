import { describe, expect, it } from "vitest";
import type { Message } from "../../../../kernel/server/protocol/header.ts";
import { Signer } from "../../../../kernel/server/protocol/signature.ts";
import {
  decode,
  encode,
  MalformedMessageError,
  UntrustedMessageError,
  type Frame,
} from "../../../../kernel/server/protocol/wire.ts";

const key = "a key";
const header = {
  msg_id: "1",
  msg_type: "execute_request",
  session: "s",
  username: "u",
  date: "2026-01-01T00:00:00Z",
  version: "5.5",
};
const message: Message = {
  identities: [Buffer.from([0, 1, 2])],
  header,
  parent_header: {},
  metadata: { cellId: "c" },
  content: { code: "1+1 // äöü 🙂" },
  buffers: [Buffer.from([255, 0, 128])],
};

describe("the wire format", () => {
  it("gives back the message that was encoded, buffers included", () => {
    expect(
      decode(bytes(encode(message, new Signer(key))), new Signer(key)),
    ).toEqual(message);
  });

  it("sends a representation that is written already as it is, among the others", () => {
    const json = '{"x": [1,2.50,"\u00e4"]}';
    const content = {
      data: {
        "text/plain": "words",
        "a/json": Buffer.from(json),
        "b/json": [1],
      },
      metadata: {},
      transient: { display_id: "d" },
    };
    const frames = bytes(encode({ ...message, content }, new Signer(key)));
    const shown = { ...content.data, "a/json": JSON.parse(json) as object };
    expect(decode(frames, new Signer(key)).content).toEqual({
      ...content,
      data: shown,
    });
    expect(Buffer.concat(frames).includes(json)).toBe(true);
  });

  it("keeps header fields it does not know, for the parent_header of replies", () => {
    const withMore = { ...message, header: { ...header, subshell_id: "sub" } };
    const decoded = decode(
      bytes(encode(withMore, new Signer(key))),
      new Signer(key),
    );
    expect(decoded.header).toHaveProperty("subshell_id", "sub");
  });

  it("refuses a message whose signature does not match", () => {
    const frames = bytes(encode(message, new Signer("another key")));
    expect(() => decode(frames, new Signer(key))).toThrow(
      UntrustedMessageError,
    );
  });

  it("refuses a message whose content was changed on the way", () => {
    const frames = bytes(encode(message, new Signer(key)));
    frames[6] = Buffer.from('{"code":"2+2"}');
    expect(() => decode(frames, new Signer(key))).toThrow(
      UntrustedMessageError,
    );
  });

  it("refuses a message that it has accepted before", () => {
    const signer = new Signer(key);
    const frames = bytes(encode(message, new Signer(key)));
    decode(frames, signer);
    expect(() => decode(frames, signer)).toThrow("replayed signature");
  });

  it("neither signs nor checks with an empty key", () => {
    const frames = encode(message, new Signer(""));
    expect(frames[2]).toBe("");
    expect(decode(bytes(frames), new Signer(""))).toEqual(message);
  });

  it.each([
    ["no frames", []],
    ["no delimiter", ["id", "sig", "{}", "{}", "{}", "{}"]],
    ["too few frames", ["id", "<IDS|MSG>", "", "{}", "{}", "{}"]],
    ["bad JSON", ["<IDS|MSG>", "", "{", "{}", "{}", "{}"]],
    ["an array for a header", ["<IDS|MSG>", "", "[]", "{}", "{}", "{}"]],
    [
      "a header without msg_type",
      ["<IDS|MSG>", "", '{"msg_id":"1"}', "{}", "{}", "{}"],
    ],
  ])("says what is wrong with %s", (_what, frames) => {
    expect(() => decode(bytes(frames), new Signer(""))).toThrow(
      MalformedMessageError,
    );
  });

  const nested = `${"[".repeat(100_000)}${"]".repeat(100_000)}`;
  const json = JSON.stringify(header);
  it.each([
    ["a number for content", [json, "{}", "{}", "1"], "content must be"],
    [
      "content that is not JSON",
      [json, "{}", "{}", "{"],
      "content is not JSON",
    ],
    [
      "deep content",
      [json, "{}", "{}", `{"a":${nested}}`],
      "nests deeper than 400 levels",
    ],
    ["deep metadata", [json, "{}", `{"a":${nested}}`, "{}"], "metadata nests"],
    [
      "a deep header",
      [`${json.slice(0, -1)},"a":${nested}}`, "{}", "{}", "{}"],
      "header nests deeper",
    ],
    [
      "a number for the version",
      [
        '{"msg_id":"1","msg_type":"execute_request","version":5}',
        "{}",
        "{}",
        "{}",
      ],
      "header.version must be a string",
    ],
  ])(
    "keeps a signed message with %s for its answer, with its fault",
    (_what, parts, fault) => {
      const frames = ["<IDS|MSG>", new Signer(key).sign(parts), ...parts];
      const decoded = decode(bytes(frames), new Signer(key));
      expect(decoded.fault?.message).toContain(fault);
      expect(decoded.header).toMatchObject({
        msg_id: "1",
        msg_type: "execute_request",
      });
      expect(decoded.content).toEqual({});
      const reply = { ...decoded, parent_header: decoded.header };
      expect(() => encode(reply, new Signer(key))).not.toThrow();
    },
  );

  it("replaces half an emoji, which a client in Python could not encode again", () => {
    const half = { ...message, content: { text: "a\ud83d" } };
    expect(
      decode(bytes(encode(half, new Signer(key))), new Signer(key)).content,
    ).toEqual({ text: "a\ufffd" });
  });
});

function bytes(frames: Frame[]): Uint8Array[] {
  return frames.map((frame) =>
    typeof frame === "string" ? Buffer.from(frame) : frame,
  );
}
