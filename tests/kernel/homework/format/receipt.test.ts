import { generateKeyPairSync } from "node:crypto";
import { expect, test } from "vitest";
import { HomeworkError } from "../../../../kernel/homework/format/errors.ts";
import {
  checkCountersignature,
  countersign,
} from "../../../../kernel/homework/format/countersign.ts";
import {
  findReceiptCode,
  hashFile,
  signReceipt,
} from "../../../../kernel/homework/format/receipt.ts";
import {
  packSubmission,
  readSubmission,
} from "../../../../kernel/homework/format/submission.ts";
import { packZip, unpackZip } from "../../../../kernel/homework/format/zip.ts";

const { privateKey } = generateKeyPairSync("ed25519");
const files = {
  "photos.ipynb": Buffer.from('{"cells": []}\n'),
  "timestamp.txt": Buffer.from("2026-11-23 10:00:00 UTC\n"),
};
const receipt = signReceipt(
  {
    format: "romanesco receipt 1",
    student: { id: "s1", name: "Ann Ü" },
    assignment: "photos",
    time: "2026-11-23T10:00:00.000Z",
    files: Object.fromEntries(
      Object.entries(files).map(([name, content]) => [name, hashFile(content)]),
    ),
    versions: { romanesco: "0", node: "20", platform: "x" },
    validation: {
      points: 1.5,
      maxPoints: 2,
      pending: 0,
      questions: { a: 1.5 },
    },
  },
  privateKey,
);
const zip = packSubmission(receipt, files);

test("reads back what was handed in", () => {
  expect(readSubmission(zip, "x.zip")).toEqual({
    receipt,
    notebookName: "photos.ipynb",
    notebookText: '{"cells": []}\n',
  });
  expect(findReceiptCode(receipt)).toMatch(/^[A-Z2-9]{5}-[A-Z2-9]{5}$/);
});

test("notices every change of any single byte, and every missing or added one", () => {
  const passed: number[] = [];
  for (let at = 0; at < zip.length; at++)
    for (const bits of [0x01, 0x20, 0x80]) {
      const changed = Uint8Array.from(zip);
      changed[at]! ^= bits;
      if (passes(changed)) passed.push(at);
    }
  expect(passed).toEqual([]);
  expect(passes(zip.subarray(0, -1))).toBe(false);
  expect(passes(Buffer.concat([zip, Buffer.from([0])]))).toBe(false);
});

test("notices a file that was put in beside", () => {
  expect(() =>
    readSubmission(
      packSubmission(receipt, { ...files, "more.txt": new Uint8Array(1) }),
      "x",
    ),
  ).toThrow("holds more than the receipt lists");
});

test("the course's signature belongs to one receipt and one time", () => {
  const course = generateKeyPairSync("ed25519");
  const pem = course.publicKey
    .export({ format: "pem", type: "spki" })
    .toString();
  const signed = countersign(
    receipt,
    "2026-11-23T10:00:01.000Z",
    course.privateKey,
  );
  expect(checkCountersignature(receipt, signed, pem)).toEqual(signed);
  expect(() =>
    checkCountersignature(
      receipt,
      { ...signed, received: "2026-11-22T10:00:01.000Z" },
      pem,
    ),
  ).toThrow("does not belong");
  expect(() =>
    checkCountersignature({ ...receipt, signature: "00" }, signed, pem),
  ).toThrow("does not belong");
});

test("refuses a zip whose paths lead out of its folder", () => {
  expect(() =>
    unpackZip(packZip({ "../x": new Uint8Array(1) }), "x.zip"),
  ).toThrow("leads out");
});

function passes(bytes: Uint8Array): boolean {
  try {
    readSubmission(bytes, "x.zip");
    return true;
  } catch (error) {
    expect(error).toBeInstanceOf(HomeworkError);
    return false;
  }
}
