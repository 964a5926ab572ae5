/** What travels between a front end and a cell beside code and output: JSON, and binary data next to it. */
export interface CommPayload {
  data: object;
  metadata: object;
  buffers: Uint8Array[];
}

/** A comm is a line between a front end and code in the notebook; either side opens, uses and closes it. */
export type CommEvent = { commId: string } & CommPayload &
  ({ type: "open"; targetName: string } | { type: "message" | "close" });

/** A message of the cell's own to all front ends, of a type it names itself. */
export interface Broadcast {
  type: string;
  content: object;
  metadata: object;
  buffers: Uint8Array[];
}
