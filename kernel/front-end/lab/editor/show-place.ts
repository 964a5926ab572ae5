import { showErrorMessage } from "@jupyterlab/apputils";
import type { NotebookPanel } from "@jupyterlab/notebook";
import type {
  CellPlace,
  FilePlace,
  Place,
} from "../../../interpreter/editor.ts";
import type { CellEditors } from "./cell-editors.ts";

/** Takes the person to a place. */
export type Show = (place: Place) => Promise<void>;

/** A file in a window of its own; Notebook opens it in another tab of the browser, which is none to us. */
export interface FileWindow {
  /** It is there with its text. */
  readonly revealed: Promise<void>;
  readonly content: {
    readonly editor?: {
      setCursorPosition(position: { line: number; column: number }): void;
      revealPosition(position: { line: number; column: number }): void;
      focus(): void;
    };
  };
}

/** Opens a file by its path on Jupyter's server. */
export type OpenFile = (path: string) => Promise<FileWindow | undefined>;

/** Shows places in the cells of a notebook and in files beside it. */
export function showIn(
  panel: NotebookPanel,
  editors: CellEditors,
  openFile: OpenFile,
): Show {
  return async (place) =>
    "path" in place
      ? showFile(place, panel, openFile)
      : showCell(place, panel, editors);
}

async function showFile(
  { path: toFile, line, character }: FilePlace,
  { context }: NotebookPanel,
  openFile: OpenFile,
): Promise<void> {
  const path = onServer(context.path, toFile);
  if (path === undefined)
    return showErrorMessage("Definition", `It is in ${toFile}.`);
  const file = await openFile(path);
  await file?.revealed;
  const editor = file?.content.editor;
  editor?.setCursorPosition({ line, column: character });
  editor?.revealPosition({ line, column: character });
  editor?.focus();
}

/** Undefined for a file that is not below the server's folder. */
function onServer(notebook: string, toFile: string): string | undefined {
  if (/^\/|^\w:/.test(toFile)) return undefined;
  const steps = notebook.split("/").slice(0, -1);
  for (const step of toFile.split("/"))
    if (step !== "..") steps.push(step);
    else if (steps.pop() === undefined) return undefined;
  return steps.join("/");
}

async function showCell(
  place: CellPlace,
  { content }: NotebookPanel,
  editors: CellEditors,
): Promise<void> {
  const index = content.widgets.findIndex(
    ({ model }) => model.id === place.cell,
  );
  const model = content.widgets[index]?.model;
  if (!model) return;
  content.activeCellIndex = index;
  await content.scrollToItem(index, "smart");
  content.mode = "edit";
  const view = editors.view(model);
  view?.focus();
  view?.dispatch({
    selection: { anchor: place.from, head: place.to },
    scrollIntoView: true,
  });
}
