import type { Header, Message } from "../protocol/header.ts";

const nothing = {};
const none: Uint8Array[] = [];

/**
 * What is kept of a request for its output: late output needs the header for as long as the kernel lives, and a cell may
 * be 50 MB long, a message's buffers too.
 */
export function withoutContent({ identities, header }: Message): Message {
  return new Request(identities.map(copy), header);
}

/** A class, for an object that is spread into another brings V8 a shape of its own. */
class Request implements Message {
  readonly parent_header = nothing;
  readonly metadata = nothing;
  readonly content = nothing;
  readonly buffers = none;

  constructor(
    readonly identities: Uint8Array[],
    readonly header: Header,
  ) {}
}

/** A frame is a view, and would keep alive what it is a view of. */
function copy(frame: Uint8Array): Uint8Array {
  return Uint8Array.from(frame);
}
