import { isUint8Array } from "node:util/types";
import { isTooDeep, MOST_DEPTH } from "../../display/json-limits.ts";
import { toJsonText } from "../../display/json-text.ts";
import type { MimeBundle } from "../../display/mime-bundle.ts";
import { Fields } from "./fields.ts";
import {
  parseHeader,
  parseNames,
  type Header,
  type Message,
  type ParentHeader,
} from "./header.ts";
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
  const { header, parent_header, metadata, content } = message;
  const parts = [
    ...[header, parent_header, metadata].map(toJsonText),
    contentOf(content),
  ];
  return [
    ...message.identities,
    DELIMITER,
    signer.sign(parts),
    ...parts,
    ...message.buffers,
  ];
}

/**
 * A message that says what it is and can't be used apart from that has its `fault`: whoever signed it gets an answer.
 * @throws MalformedMessageError, UntrustedMessageError
 */
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
  const about = { identities: frames.slice(0, at), buffers };
  const said = fromJson(header, "header");
  try {
    return {
      ...about,
      header: readHeader(said),
      parent_header: parseParent(readJson(parent, "parent_header")),
      metadata: readJson(metadata, "metadata"),
      content: readJson(content, "content"),
    };
  } catch (error) {
    return {
      ...about,
      header: malformedUnless(() => findHeader(said)),
      parent_header: {},
      metadata: {},
      content: {},
      fault: error as Error,
    };
  }
}

function readHeader(said: object): Header {
  return parseHeader(shallow(said, "header"));
}

/** The header, or what of it an answer needs. @throws ContentError */
function findHeader(said: object): Header {
  const names = parseNames(said);
  try {
    return readHeader(said);
  } catch {
    return names;
  }
}

function parseParent(value: object): ParentHeader {
  return Object.keys(value).length === 0 ? {} : parseHeader(value);
}

function malformedUnless<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    throw new MalformedMessageError((cause as Error).message, { cause });
  }
}

function readJson(frame: Uint8Array, where: string): object {
  return shallow(fromJson(frame, where), where);
}

function shallow(value: object, where: string): object {
  if (isTooDeep(value))
    throw new MalformedMessageError(
      `${where} nests deeper than ${MOST_DEPTH} levels`,
    );
  return value;
}

function fromJson(frame: Uint8Array, where: string): object {
  let value: unknown;
  try {
    value = JSON.parse(
      Buffer.from(frame.buffer, frame.byteOffset, frame.byteLength).toString(),
    );
  } catch (cause) {
    throw new MalformedMessageError(
      `${where} is not JSON: ${(cause as SyntaxError).message}`,
      { cause },
    );
  }
  return malformedUnless(() =>
    new Fields({ [where]: value }, "message").object(where),
  );
}

/** JSON of the content; a representation that the runtime has written already stands in it as it is. */
function contentOf(content: object): Frame {
  if (!hasWritten(content)) return toJsonText(content);
  const { data, ...rest } = content;
  const parts = Object.entries(data).flatMap(([type, value], index) => [
    `${index === 0 ? "" : ","}${JSON.stringify(type)}:`,
    isUint8Array(value) ? value : toJsonText(value),
  ]);
  const before = `${toJsonText(rest).slice(0, -1)},"data":{`;
  return Buffer.concat([before, ...parts, "}}"].map(toBytes));
}

function hasWritten(content: unknown): content is { data: MimeBundle } {
  const { data } = (content ?? {}) as { data?: unknown };
  if (typeof data !== "object" || data === null || Array.isArray(data))
    return false;
  return Object.values(data).some(isUint8Array);
}

const toBytes = (frame: Frame) =>
  typeof frame === "string" ? Buffer.from(frame) : frame;
