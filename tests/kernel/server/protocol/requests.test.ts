import { describe, expect, it } from "vitest";
import { parseCommOpen } from "../../../../kernel/server/protocol/comm.ts";
import { parseExecuteRequest } from "../../../../kernel/server/protocol/execute.ts";
import { ContentError } from "../../../../kernel/server/protocol/fields.ts";
import { parseHistoryRequest } from "../../../../kernel/server/protocol/history.ts";
import {
  parseCompleteRequest,
  parseInspectRequest,
} from "../../../../kernel/server/protocol/introspection.ts";

describe("requests take the spec's defaults", () => {
  it("execute stores history, is not silent, and takes no input unless asked", () => {
    expect(parseExecuteRequest({ code: "1" })).toEqual({
      code: "1",
      silent: false,
      store_history: true,
      user_expressions: {},
      allow_stdin: false,
      stop_on_error: true,
    });
  });

  it("a silent cell is not stored, whatever the client says", () => {
    expect(
      parseExecuteRequest({ code: "1", silent: true, store_history: true })
        .store_history,
    ).toBe(false);
  });

  it("a cursor counts code points, and stands at the end when it is missing", () => {
    expect(parseCompleteRequest({ code: "🙂.x", cursor_pos: 2 }).cursor).toBe(
      3,
    );
    expect(parseCompleteRequest({ code: "🙂.x" }).cursor).toBe(4);
  });

  it("null is as good as missing", () => {
    expect(
      parseHistoryRequest({
        hist_access_type: "range",
        session: null,
        start: 2,
        stop: null,
      }),
    ).toEqual({
      output: false,
      hist_access_type: "range",
      session: 0,
      start: 2,
      stop: undefined,
    });
  });
});

describe("requests with fields of the wrong type are refused by the field's name", () => {
  it.each([
    ["execute_request.code", () => parseExecuteRequest({})],
    [
      "execute_request.silent",
      () => parseExecuteRequest({ code: "", silent: "no" }),
    ],
    [
      "execute_request.user_expressions.a",
      () => parseExecuteRequest({ code: "", user_expressions: { a: 1 } }),
    ],
    [
      "inspect_request.detail_level",
      () => parseInspectRequest({ code: "", cursor_pos: 0, detail_level: 2 }),
    ],
    [
      "history_request.hist_access_type",
      () => parseHistoryRequest({ hist_access_type: "all" }),
    ],
    ["comm_open.comm_id", () => parseCommOpen({ target_name: "t" })],
  ])("%s", (field, parse) => {
    expect(parse).toThrow(ContentError);
    expect(parse).toThrow(field);
  });
});
