import { expect, it } from "vitest";
import { frontEnd } from "../../support/front-end.ts";

it("completes at a position in code points, and says where in code points", async () => {
  const reply = await frontEnd().request("complete_request", {
    code: "🙂l",
    cursor_pos: 2,
  });
  expect(reply).toEqual({
    status: "ok",
    matches: ["log"],
    cursor_start: 1,
    cursor_end: 2,
    metadata: {
      _jupyter_types_experimental: [
        {
          text: "log",
          type: "function",
          signature: undefined,
          start: 1,
          end: 2,
        },
      ],
    },
  });
});

it("inspects what is there", async () => {
  const request = { code: "abc", cursor_pos: 2, detail_level: 1 };
  expect(await frontEnd().request("inspect_request", request)).toEqual({
    status: "ok",
    found: true,
    data: { "text/plain": "ab at detail 1" },
    metadata: {},
  });
});

it("finds nothing where nothing is", async () => {
  const request = { code: "nothing", cursor_pos: 2 };
  expect(await frontEnd().request("inspect_request", request)).toEqual({
    status: "ok",
    found: false,
    data: {},
    metadata: {},
  });
});

it("describes itself as JupyterLab looks it up", async () => {
  expect(await frontEnd().request("kernel_info_request")).toMatchObject({
    status: "ok",
    protocol_version: "5.5",
    implementation: "romanesco",
    implementation_version: expect.stringMatching(/^\d+\.\d+\.\d+/),
    language_info: {
      name: "typescript",
      version: expect.stringMatching(/^\d+\.\d+/),
      mimetype: "application/typescript",
      file_extension: ".ts",
      codemirror_mode: "typescript",
    },
    supported_features: ["kernel subshells", "debugger"],
  });
});

it("tells its ports", async () => {
  expect(await frontEnd().request("connect_request")).toEqual({
    status: "ok",
    shell_port: 1,
    control_port: 2,
    iopub_port: 3,
    stdin_port: 4,
    hb_port: 5,
  });
});

it.each(["name?", "?name", "name??", "??"])(
  "takes %s for complete",
  async (code) => {
    expect(await frontEnd().request("is_complete_request", { code })).toEqual({
      status: "complete",
    });
  },
);
