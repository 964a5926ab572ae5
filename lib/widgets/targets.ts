import {
  findNotebook,
  type CommMessage,
  type NotebookComm,
} from "../notebook.ts";
import { type BufferPath, separateBuffers } from "./buffers.ts";
import { Model, openModels, type State } from "./model.ts";

/** By this a page that was loaded anew asks for all widgets at once, and by the other it opens one itself. */
const controlTarget = "jupyter.widget.control";
const widgetTarget = "jupyter.widget";

let served = false;

/** Answers front ends that ask for widgets; the first widget of a notebook calls it. */
export function serveTargets(): void {
  const notebook = findNotebook();
  if (served || !notebook) return;
  served = true;
  notebook.registerTarget(controlTarget, (comm) => {
    comm.onMessage(({ data }) => {
      if ((data as { method?: unknown }).method === "request_states")
        sendStates(comm);
    });
  });
  notebook.registerTarget(widgetTarget, takeOpened);
}

function sendStates(comm: NotebookComm): void {
  const states: Record<string, object> = {};
  const paths: BufferPath[] = [];
  const all: (ArrayBuffer | ArrayBufferView)[] = [];
  for (const [id, model] of openModels()) {
    if (!model.isHeard) continue;
    const { state, buffer_paths, buffers } = separateBuffers(model.wireState());
    states[id] = { ...describe(model), state };
    paths.push(...buffer_paths.map((path) => [id, "state", ...path]));
    all.push(...buffers);
  }
  const data = { method: "update_states", states, buffer_paths: paths };
  comm.send(data, { buffers: all });
}

/** As a front end finds the class of a model. */
export function describe({ names }: Model): object {
  return {
    model_name: names["_model_name"],
    model_module: names["_model_module"],
    model_module_version: names["_model_module_version"],
  };
}

/** A widget that a front end has made, as one that links two others in the page: it is kept, and others hear of it. */
function takeOpened(comm: NotebookComm, { data }: CommMessage): void {
  const { state = {} } = data as { state?: State };
  const entries = Object.entries(state);
  const isName = ([name]: [string, unknown]) => /^_(model|view)_/.test(name);
  new Model(
    Object.fromEntries(entries.filter(isName)),
    Object.fromEntries(entries.filter((each) => !isName(each))),
    { comm },
  );
}
