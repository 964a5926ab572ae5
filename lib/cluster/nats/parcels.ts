import type { Hash } from "../wire/messages.ts";
import { hashOf, type Blobs } from "./blobs.ts";

/** A server takes messages of a megabyte; a parcel that is larger goes through the object store. */
export const inlineBytes = 900_000;

const inline = 0;
const stored = 1;

/** A message as it goes into a stream: the bytes themselves, or the name of what is stored. */
export async function toParcel(
  bytes: Uint8Array,
  session: string,
  blobs: Blobs,
): Promise<Uint8Array> {
  if (bytes.length <= inlineBytes) return joined(inline, bytes);
  const hash = hashOf(bytes);
  await blobs.put(session, hash, bytes);
  return joined(stored, Buffer.from(hash, "latin1"));
}

/** @returns the bytes, and under which name they were stored, if they were */
export async function fromParcel(
  parcel: Uint8Array,
  session: string,
  blobs: Blobs,
): Promise<{ bytes: Uint8Array; hash?: Hash }> {
  const rest = parcel.subarray(1);
  if (parcel[0] === inline) return { bytes: rest };
  const hash = Buffer.from(rest).toString("latin1");
  return { bytes: await blobs.get(session, hash), hash };
}

function joined(kind: number, bytes: Uint8Array): Uint8Array {
  const parcel = Buffer.allocUnsafeSlow(bytes.length + 1);
  parcel[0] = kind;
  parcel.set(bytes, 1);
  return parcel;
}
