import { ContentError, Fields } from "./fields.ts";
import { parseHeader, type Message, type ParentHeader } from "./header.ts";
import type { Signer } from "./signature.ts";

/**
 * Frames <-> Message, https://jupyter-client.readthedocs.io/en/stable/messaging.html#the-wire-protocol
 *
 *     identity* | <IDS|MSG> | signature | header | parent_header | metadata | content | buffer*
 */
export const DELIMITER = "<IDS|MSG>";
const delimiter = Buffer.from(DELIMITER);

export type Frame = string | Uint8Array;

/** Frames that are no message of the spec. */
export class MalformedMessageError extends Error {
  override name = "MalformedMessageError";
}

/** A message whose signature is wrong, or was used before. */
export class UntrustedMessageError extends Error {
  override name = "UntrustedMessageError";
}

export function encode(message: Message, signer: Signer): Frame[] {
  const parts = [
    message.header,
    message.parent_header,
    message.metadata,
    message.content,
  ].map(toJson);
  return [
    ...message.identities,
    DELIMITER,
    signer.sign(parts),
    ...parts,
    ...message.buffers,
  ];
}

/** @throws MalformedMessageError, UntrustedMessageError */
export function decode(frames: readonly Uint8Array[], signer: Signer): Message {
  const at = frames.findIndex((frame) => delimiter.equals(frame));
  if (at < 0)
    throw new MalformedMessageError(
      `no ${DELIMITER} among ${frames.length} frames`,
    );
  const [signature, header, parent, metadata, content, ...buffers] =
    frames.slice(at + 1);
  if (!signature || !header || !parent || !metadata || !content) {
    throw new MalformedMessageError(
      `${frames.length - at - 1} frames after ${DELIMITER}, at least 5 are needed`,
    );
  }
  const trust = signer.accept(Buffer.from(signature).toString(), [
    header,
    parent,
    metadata,
    content,
  ]);
  if (trust !== "valid") throw new UntrustedMessageError(`${trust} signature`);
  try {
    return {
      identities: frames.slice(0, at),
      header: parseHeader(fromJson(header, "header")),
      parent_header: parseParent(fromJson(parent, "parent_header")),
      metadata: fromJson(metadata, "metadata"),
      content: fromJson(content, "content"),
      buffers,
    };
  } catch (error) {
    if (error instanceof ContentError)
      throw new MalformedMessageError(error.message, { cause: error });
    throw error;
  }
}

function parseParent(value: object): ParentHeader {
  return Object.keys(value).length === 0 ? {} : parseHeader(value);
}

function fromJson(frame: Uint8Array, where: string): object {
  let value: unknown;
  try {
    value = JSON.parse(
      Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength).toString(),
    );
  } catch (cause) {
    throw new MalformedMessageError(
      `${where} is no JSON: ${(cause as SyntaxError).message}`,
      { cause },
    );
  }
  return new Fields({ [where]: value }, "message").object(where);
}

function toJson(value: object): string {
  const json = JSON.stringify(value);
  // Half a surrogate pair is legal in a JavaScript string and in JSON, but a client in Python fails to encode it again.
  return json.includes("\\ud") ? JSON.stringify(value, wellFormed) : json;
}

function wellFormed(_key: string, value: unknown): unknown {
  return typeof value === "string" ? Buffer.from(value).toString() : value;
}
