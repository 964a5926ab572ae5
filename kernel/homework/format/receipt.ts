import {
  createHash,
  createPublicKey,
  sign,
  verify,
  type KeyObject,
} from "node:crypto";
import { HomeworkError } from "./errors.ts";
import type { Due } from "./late-rule.ts";
import { isRecord } from "./notebook.ts";

/** What was handed in, by whom and when, signed with the student's own key. */
export interface Receipt {
  format: "romanesco receipt 1";
  student: { id: string; name: string };
  /** Ids of those who have done it together with the student, as the student says. */
  with?: string[];
  assignment: string;
  /** UTC, as Date.toISOString gives it. */
  time: string;
  /** When it is due and what being late costs, as the student's notebook had it, and how late `time` is, in words. */
  due?: Due & { lateness?: string };
  /** SHA-256, in hexadecimal, by file name. */
  files: Record<string, string>;
  versions: { romanesco: string; node: string; platform: string };
  validation: {
    points: number;
    maxPoints: number;
    /** Points that a person has to give. */
    pending: number;
    questions: Record<string, number | null>;
  };
  /** The student's public key, 32 bytes in hexadecimal. */
  key: string;
  /** Ed25519 over all of the above, as written. */
  signature: string;
}

export type UnsignedReceipt = Omit<Receipt, "key" | "signature">;

export const hashFile = (content: Uint8Array | string): string =>
  createHash("sha256").update(content).digest("hex");

export function signReceipt(
  receipt: UnsignedReceipt,
  privateKey: KeyObject,
): Receipt {
  const keyed = { ...receipt, key: readPublicKey(privateKey) };
  const signature = sign(null, Buffer.from(writeReceipt(keyed)), privateKey);
  return { ...keyed, signature: signature.toString("hex") };
}

/** The one way to write a receipt; its hash and its signature hang on it. */
export function writeReceipt(receipt: Omit<Receipt, "signature">): string {
  return `${JSON.stringify(receipt, null, 1)}\n`;
}

/**
 * @throws HomeworkError if it is not exactly what a student's key has signed
 */
export function readReceipt(content: Uint8Array): Receipt {
  const receipt = parse(content);
  const { signature, ...signed } = receipt;
  const publicKey = importPublicKey(receipt.key);
  const bytes = Buffer.from(writeReceipt(signed));
  if (
    !/^[0-9a-f]{128}$/.test(signature) ||
    !verify(null, bytes, publicKey, Buffer.from(signature, "hex")) ||
    // Spaces or keys in another order would read the same.
    Buffer.compare(Buffer.from(writeReceipt(receipt)), content) !== 0
  )
    throw new HomeworkError("receipt.json was changed after it was signed");
  return receipt;
}

/** Ten letters and digits to read aloud or write down: who has them can tell later that the receipt is the same. */
export function findReceiptCode(receipt: Receipt): string {
  const alphabet = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789";
  const hash = createHash("sha256").update(writeReceipt(receipt)).digest();
  const letters = Array.from(
    hash.subarray(0, 10),
    (byte) => alphabet[byte % 32],
  );
  return `${letters.slice(0, 5).join("")}-${letters.slice(5).join("")}`;
}

function parse(content: Uint8Array): Receipt {
  try {
    const value: unknown = JSON.parse(
      new TextDecoder("utf-8", { fatal: true }).decode(content),
    );
    if (
      isRecord(value) &&
      value.format === "romanesco receipt 1" &&
      isRecord(value.student) &&
      isLines(value.with) &&
      [value.files, value.validation, value.due ?? {}].every(isRecord) &&
      [value.student.id, value.student.name].every(isLine) &&
      [value.assignment, value.time, value.key, value.signature].every(isLine)
    )
      return value as unknown as Receipt;
  } catch {
    // The same as any other change.
  }
  throw new HomeworkError(
    "receipt.json is damaged: it cannot be read as a receipt",
  );
}

/** Text that says nothing else when it is printed. */
const isLine = (value: unknown): boolean =>
  typeof value === "string" && !/\p{Cc}/u.test(value);

const isLines = (value: unknown): boolean =>
  value === undefined || (Array.isArray(value) && value.every(isLine));

const ed25519Prefix = "302a300506032b6570032100";

function readPublicKey(privateKey: KeyObject): string {
  const der = createPublicKey(privateKey).export({
    format: "der",
    type: "spki",
  });
  return der.subarray(-32).toString("hex");
}

function importPublicKey(hex: string): KeyObject {
  if (!/^[0-9a-f]{64}$/.test(hex))
    throw new HomeworkError("receipt.json was changed: its key is not a key");
  const key = Buffer.from(ed25519Prefix + hex, "hex");
  return createPublicKey({ key, format: "der", type: "spki" });
}
