import { mkdirSync, symlinkSync } from "node:fs";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, expect, test } from "vitest";
import type * as lsp from "vscode-languageserver-protocol";
import { LspClient } from "./lsp-client.ts";

const client = new LspClient();
let answer: lsp.InitializeResult;
beforeAll(async () => {
  const { folder } = client;
  folder.write("near.ts", "// One.\nexport const near = 1;\n");
  folder.write(".prettierrc", "semi: false");
  mkdirSync(join(folder.path, "node_modules"));
  symlinkSync(
    resolve("node_modules/prettier"),
    join(folder.path, "node_modules/prettier"),
  );
  answer = await client.initialize();
  await client.open([
    "import { near } from './near.ts'\n/** All of them. */\nconst total = [1, 2].length",
    "const twice: string = total * 2",
    "total.toFixed( near )",
    "%time  totl",
  ]);
});
afterAll(() => client.end());

const clean = (found: lsp.Diagnostic[]) => found.length === 0;
const spoken = (found: lsp.Diagnostic[]) => found.length > 0;
const place = (
  id: number | string,
  line: number,
  from: number,
  to: number,
) => ({
  uri: client.cell(id),
  range: {
    start: { line, character: from },
    end: { line, character: to },
  },
});

test("says that it follows notebooks and whatever it can be asked", () => {
  expect(answer.serverInfo?.name).toBe("romanesco");
  expect(answer.capabilities).toMatchObject({
    notebookDocumentSync: {
      notebookSelector: [
        {
          cells: [{ language: "typescript" }, { language: "typescriptreact" }],
        },
      ],
    },
    hoverProvider: true,
    renameProvider: true,
  });
});

test("says what is wrong in each cell, as if the cells above had run", async () => {
  expect(await client.diagnostics(0, () => true)).toEqual([]);
  const [mistake] = await client.diagnostics(1, spoken);
  expect(mistake).toMatchObject({
    code: "TS2322",
    severity: 1,
    source: "romanesco",
    range: place(1, 0, 6, 11).range,
  });
  const [misspelt] = await client.diagnostics(3, spoken);
  expect(misspelt).toMatchObject({ range: place(3, 0, 7, 11).range });
});

test("offers to put right what is wrong", async () => {
  const { range } = place(3, 0, 8, 8);
  const [action] = await client.request<lsp.CodeAction[]>(
    "textDocument/codeAction",
    {
      textDocument: { uri: client.cell(3) },
      range,
      context: { diagnostics: [] },
    },
  );
  expect(action).toMatchObject({
    title: "Change to total",
    kind: "quickfix",
    edit: {
      changes: {
        [client.cell(3)]: [
          { range: place(3, 0, 7, 11).range, newText: "total" },
        ],
      },
    },
  });
});

test("tells what a name is and what a call takes", async () => {
  const hover = await client.at<lsp.Hover>("hover", 2, 0, 2);
  expect(hover.contents).toMatchObject({
    kind: "markdown",
    value: expect.stringMatching(/const total: number[^]*All of them\./),
  });
  const help = await client.at<lsp.SignatureHelp>("signatureHelp", 2, 0, 14);
  expect(help.signatures[0]).toMatchObject({
    label: "toFixed(fractionDigits?: number): string",
    parameters: [{ label: "fractionDigits?: number" }],
  });
  expect(await client.at("hover", 1, 0, 30)).toBeNull();
});

test("goes to definitions in cells and in files, and lists where a name is used", async () => {
  expect(await client.at("definition", 2, 0, 2)).toEqual([place(0, 2, 6, 11)]);
  const file = pathToFileURL(join(client.folder.path, "near.ts")).href;
  const start = { line: 1, character: 13 };
  expect(await client.at("definition", 2, 0, 16)).toEqual([
    { uri: file, range: { start, end: start } },
  ]);
  const context = { includeDeclaration: true };
  expect(await client.at("references", 0, 2, 7, { context })).toEqual([
    place(0, 2, 6, 11),
    place(1, 0, 22, 27),
    place(2, 0, 0, 5),
  ]);
});

test("renames in all cells, or says why not", async () => {
  const edit = await client.at<lsp.WorkspaceEdit>("rename", 1, 0, 23, {
    newName: "sum",
  });
  expect(edit.changes).toEqual({
    [client.cell(0)]: [{ range: place(0, 2, 6, 11).range, newText: "sum" }],
    [client.cell(1)]: [{ range: place(1, 0, 22, 27).range, newText: "sum" }],
    [client.cell(2)]: [{ range: place(2, 0, 0, 5).range, newText: "sum" }],
  });
  await expect(
    client.at("rename", 1, 0, 23, { newName: "twice" }),
  ).rejects.toThrow("'twice' is a name of this notebook already");
});

test("formats a cell by the configuration beside the notebook", async () => {
  const edits = await client.request<lsp.TextEdit[]>(
    "textDocument/formatting",
    {
      textDocument: { uri: client.cell(2) },
      options: { tabSize: 2, insertSpaces: true },
    },
  );
  expect(edits).toEqual([
    { range: place(2, 0, 14, 20).range, newText: "near" },
  ]);
});

test("follows what is typed, and cells that come and go", async () => {
  await client.edit(1, [{ range: place(1, 0, 11, 19).range, text: "" }]);
  await client.diagnostics(1, clean);
  await client.splice(1, [], { new: "tota" });
  await client.diagnostics("new", spoken);
  const { items } = await client.at<lsp.CompletionList>(
    "completion",
    "new",
    0,
    4,
  );
  expect(items[0]).toMatchObject({ label: "total", kind: 21 });

  await client.edit("new", [{ text: "basenam" }]);
  const offered = await client.at<lsp.CompletionList>(
    "completion",
    "new",
    0,
    7,
  );
  expect(offered.items).toEqual([
    expect.objectContaining({
      label: "basename",
      additionalTextEdits: [
        {
          range: place("new", 0, 0, 0).range,
          newText: 'import { basename } from "node:path";\n',
        },
      ],
    }),
  ]);
  await client.splice(1, ["new"]);
  await client.diagnostics("new", clean);
});

test("ends when its client is gone", async () => {
  const other = new LspClient();
  await other.initialize();
  await other.open(["1 + 1"]);
  expect(await other.vanish()).toBe(1);
});
