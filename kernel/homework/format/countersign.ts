import { createPublicKey, sign, verify, type KeyObject } from "node:crypto";
import { HomeworkError } from "./errors.ts";
import { isRecord } from "./notebook.ts";
import type { Receipt } from "./receipt.ts";

/** The course says that a receipt reached it, and when by its own clock. */
export interface Countersignature {
  /** UTC, by the course's clock. */
  received: string;
  /** Ed25519 over the receipt's signature and `received`, in hexadecimal. */
  signature: string;
}

export function countersign(
  receipt: Receipt,
  received: string,
  courseKey: KeyObject,
): Countersignature {
  const signature = sign(null, toBytes(receipt, received), courseKey).toString(
    "hex",
  );
  return { received, signature };
}

/**
 * @param courseKey the course's public key, PEM
 * @throws HomeworkError if the course has not signed this receipt
 */
export function checkCountersignature(
  receipt: Receipt,
  value: unknown,
  courseKey: string,
): Countersignature {
  const { received, signature } = isRecord(value) ? value : {};
  if (typeof received === "string" && typeof signature === "string") {
    const bytes = toBytes(receipt, received);
    if (
      verify(
        null,
        bytes,
        createPublicKey(courseKey),
        Buffer.from(signature, "hex"),
      )
    )
      return { received, signature };
  }
  throw new HomeworkError(
    "the course's signature does not belong to this receipt",
  );
}

function toBytes(receipt: Receipt, received: string): Buffer {
  return Buffer.from(
    `romanesco countersignature 1\n${receipt.signature}\n${received}\n`,
  );
}
