import type { Display, MimeBundle } from "../../display/mime-bundle.ts";
import { toJsonBundle } from "../../display/to-mime-bundle.ts";
import type { Broadcast, CommEvent } from "../comm-event.ts";
import { Comms, toBytes, toJson, type SendOptions } from "./comms.ts";
import { serveTables } from "./table-target.ts";
import type { DisplayOptions } from "./notebook.ts";

interface Channel {
  broadcast(message: Broadcast): void;
  show(display: Display, options: DisplayOptions): void;
  clear(wait: boolean): void;
}

/** The kernel's own: a cell that sends one of these would tell the front end something false about the kernel. */
const reserved = new Set(["status", "execute_input", "iopub_welcome"]);

/** It is the topic too, and whoever subscribes reads it first. */
const mostTypeLength = 200;

/** The global `jupyter`: messages to the front ends, and comms. */
export class Jupyter {
  readonly comms: Comms;

  readonly #channel: Channel;

  constructor(channel: Channel) {
    this.#channel = channel;

    this.comms = new Comms((event) => channel.broadcast(toBroadcast(event)));
    serveTables(this.comms);
  }

  /**
   * Sends a message of any type to all front ends; displays go the way of all displays.
   * @throws TypeError for a type that is the kernel's own, and for content that is no JSON object; RangeError for too much
   * of it
   */
  async broadcast(
    type: string,
    content: object,
    { metadata = {}, buffers = [] }: SendOptions = {},
  ): Promise<void> {
    if (typeof type !== "string" || type === "" || type.length > mostTypeLength)
      throw new TypeError(
        "the type of a message must be a word, such as 'stream'",
      );
    if (reserved.has(type) || type.endsWith("_reply"))
      throw new TypeError(`${type} is for the kernel to send`);
    if (typeof content !== "object" || content === null)
      throw new TypeError(
        `the content of ${type} must be an object; got ${content}`,
      );
    if (type === "display_data" || type === "update_display_data")
      return this.#display(content, type === "update_display_data");
    const json = toJson(content);
    if (type === "clear_output")
      return this.#channel.clear("wait" in json && json.wait === true);
    this.#channel.broadcast({
      type,
      content: json,
      metadata: toJson(metadata),
      buffers: toBytes(buffers),
    });
  }

  #display(
    content: {
      data?: MimeBundle;
      metadata?: Record<string, unknown>;
      transient?: { display_id?: string };
    },
    update: boolean,
  ): void {
    const { data = {}, metadata = {}, transient } = content;
    this.#channel.show(
      {
        data: toJsonBundle(data),
        metadata: toJson(metadata) as Display["metadata"],
      },
      { displayId: transient?.display_id, update },
    );
  }

  /** What cells see. */
  get global(): object {
    return Object.freeze({
      broadcast: this.broadcast.bind(this),
      createComm: this.comms.create.bind(this.comms),
      registerTarget: this.comms.registerTarget.bind(this.comms),
    });
  }
}

/** Deno's names for the same, for notebooks and test suites written for its kernel. */
export function denoGlobal(
  jupyter: Jupyter,
  display: (value: unknown, options?: { raw?: boolean }) => void,
) {
  const $display = Symbol.for("Jupyter.display");
  const tagged =
    (type: string) =>
    (strings: TemplateStringsArray, ...values: unknown[]) => ({
      [$display]: () => ({ [type]: String.raw({ raw: strings }, ...values) }),
    });
  return Object.freeze({
    jupyter: Object.freeze({
      $display,
      broadcast: jupyter.broadcast.bind(jupyter),
      display: async (value: unknown, options?: { raw?: boolean }) =>
        display(value, options),
      html: tagged("text/html"),
      md: tagged("text/markdown"),
      svg: tagged("image/svg+xml"),
    }),
  });
}

function toBroadcast(event: CommEvent): Broadcast {
  const { commId: comm_id, data, metadata, buffers } = event;
  switch (event.type) {
    case "open": {
      const content = { comm_id, target_name: event.targetName, data };
      return { type: "comm_open", content, metadata, buffers };
    }
    case "message":
      return {
        type: "comm_msg",
        content: { comm_id, data },
        metadata,
        buffers,
      };
    case "close":
      return {
        type: "comm_close",
        content: { comm_id, data },
        metadata,
        buffers,
      };
  }
}
