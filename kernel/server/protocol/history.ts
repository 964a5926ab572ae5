import { Fields } from "./fields.ts";

/** https://jupyter-client.readthedocs.io/en/stable/messaging.html#history */
export type HistoryRequest = { output: boolean } & (
  | { hist_access_type: "tail"; n: number }
  | {
      hist_access_type: "range";
      /** 0 is this session, -1 the one before; others count from 1. */
      session: number;
      start: number;
      /** The first line not wanted; undefined for all that follow. */
      stop: number | undefined;
    }
  | {
      hist_access_type: "search";
      /** `*` stands for any text, `?` for one character. */
      pattern: string;
      n: number | undefined;
      unique: boolean;
    }
);

/** Session, line, and the source, or source and output when the request asks for output. */
export type HistoryEntry = [number, number, string | [string, string | null]];

export interface HistoryReply {
  status: "ok";
  history: HistoryEntry[];
}

/** @throws ContentError */
export function parseHistoryRequest(content: object): HistoryRequest {
  const fields = new Fields(content, "history_request");
  const output = fields.boolean("output", false);
  const hist_access_type = fields.oneOf(
    "hist_access_type",
    ["range", "tail", "search"] as const,
    "tail",
  );
  switch (hist_access_type) {
    case "tail":
      return { output, hist_access_type, n: fields.integer("n", 10) };
    case "range":
      return {
        output,
        hist_access_type,
        session: fields.integer("session", 0),
        start: fields.integer("start", 1),
        stop: fields.has("stop") ? fields.integer("stop") : undefined,
      };
    case "search":
      return {
        output,
        hist_access_type,
        pattern: fields.string("pattern", "*"),
        n: fields.has("n") ? fields.integer("n") : undefined,
        unique: fields.boolean("unique", false),
      };
  }
}
