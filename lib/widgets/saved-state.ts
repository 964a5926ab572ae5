import { findNotebook, type NotebookComm } from "../notebook.ts";
import { separateBuffers } from "./buffers.ts";
import { openModels } from "./model.ts";
import { describe } from "./targets.ts";

/** By this a page of ours hears what it is to save. */
const target = "romanesco.widgets";
/** While something moves, it would only be written again. */
const quietMs = 200;

interface Shown {
  id: string;
  html: string;
  text: string;
}

const pages = new Set<NotebookComm>();
let shown: () => Shown[] = () => [];
let timer: NodeJS.Timeout | undefined;

/** Answers pages that save what widgets show. @param list what stands in the notebook */
export function savePages(list: () => Shown[]): void {
  shown = list;
  findNotebook()?.registerTarget(target, (comm) => {
    pages.add(comm);
    comm.onClose(() => void pages.delete(comm));
    tell(comm);
  });
}

/** Something has changed: pages are told once it stands still. */
export function tellPages(): void {
  if (pages.size === 0) return;
  clearTimeout(timer);
  timer = setTimeout(() => {
    for (const page of pages)
      if (page.isOpen) tell(page);
      else pages.delete(page);
  }, quietMs).unref();
}

function tell(page: NotebookComm): void {
  page.send({ shown: shown(), state: savedState() });
}

/**
 * All widgets as a notebook's metadata hold them.
 * https://ipywidgets.readthedocs.io/en/stable/embedding.html
 */
function savedState(): object {
  const state: Record<string, object> = {};
  for (const [id, model] of openModels()) {
    const separated = separateBuffers(withoutCode(model.wireState(false)));
    const buffers = separated.buffers.map((buffer, at) => ({
      encoding: "base64",
      path: separated.buffer_paths[at],
      data: toBase64(buffer),
    }));
    state[id] = {
      ...describe(model),
      state: separated.state,
      ...(buffers.length > 0 && { buffers }),
    };
  }
  return { version_major: 2, version_minor: 0, state };
}

/** A module is code: Jupyter's front ends would run it when the notebook is opened, trusted or not. */
function withoutCode(state: object): object {
  return "_esm" in state ? { ...state, _esm: "export default {}" } : state;
}

function toBase64(buffer: ArrayBuffer | ArrayBufferView): string {
  const bytes = ArrayBuffer.isView(buffer)
    ? Buffer.from(buffer.buffer, buffer.byteOffset, buffer.byteLength)
    : Buffer.from(buffer);
  return bytes.toString("base64");
}
