import { createHmac } from "node:crypto";
import { expect, it } from "vitest";
import { Signer } from "../../../../kernel/server/protocol/signature.ts";

it("is HMAC-SHA256 over the parts, in hex", () => {
  const expected = createHmac("sha256", "key").update("abc").digest("hex");
  expect(new Signer("key").sign(["a", Buffer.from("bc")])).toBe(expected);
});

it("refuses a signature of another length", () => {
  expect(new Signer("key").accept("ab", [Buffer.from("a")])).toBe("wrong");
});

it("forgets the oldest signatures, so that its memory stays bounded", () => {
  const signer = new Signer("key", 2);
  const accept = (text: string) =>
    signer.accept(signer.sign([text]), [Buffer.from(text)]);
  expect(["a", "b", "c"].map(accept)).toEqual(["valid", "valid", "valid"]);
  expect(["b", "c"].map(accept)).toEqual(["replayed", "replayed"]);
  expect(accept("a")).toBe("valid");
});

it("does not remember a wrong signature", () => {
  const signer = new Signer("key", 1);
  const good = signer.sign(["a"]);
  expect(signer.accept(good, [Buffer.from("a")])).toBe("valid");
  for (let i = 0; i < 10; i++)
    signer.accept(`${i}`.repeat(64), [Buffer.from("a")]);
  expect(signer.accept(good, [Buffer.from("a")])).toBe("replayed");
});
