import { expect, test } from "vitest";
import { findImageType } from "../../lib/image-type.ts";

const bytes = (text: string) => Buffer.from(text, "latin1");

test.each([
  ["\x89PNG\r\n\x1a\n....", "image/png"],
  ["\xff\xd8\xff\xe0", "image/jpeg"],
  ["GIF89a", "image/gif"],
  ["RIFF\x10\0\0\0WEBPVP8 ", "image/webp"],
])("%j begins as %s does", (start, type) => {
  expect(findImageType(bytes(start))).toBe(type);
});

test.each(["RIFF\x10\0\0\0WAVEfmt ", "....\0\0\0\0WEBP", "%PDF-1.7", ""])(
  "%j is no picture",
  (start) => {
    expect(findImageType(bytes(start))).toBeUndefined();
  },
);
