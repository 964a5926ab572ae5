import { type Extension, StateEffect, StateField } from "@codemirror/state";
import {
  type EditorView,
  keymap,
  showTooltip,
  type Tooltip,
} from "@codemirror/view";
import type { Place } from "../../../interpreter/editor.ts";
import type { NotebookEditor } from "./notebook-editor.ts";
import type { Show } from "./show-place.ts";

const setList = StateEffect.define<Tooltip | null>();
/** The list that is open; it closes when the text changes. */
const openList = StateField.define<Tooltip | null>({
  create: () => null,
  update(before, { effects, docChanged }) {
    for (const effect of effects) if (effect.is(setList)) return effect.value;
    return docChanged ? null : before;
  },
  provide: (field) => showTooltip.from(field),
});

/** Shift-F12 lists the places where a name is used, in all cells and in files beside the notebook; one goes there by Enter or a click. */
export function references(
  cell: string,
  notebook: NotebookEditor,
  show: Show,
): Extension {
  const find = async (view: EditorView) => {
    const at = view.state.selection.main.head;
    const answer = await notebook.ask({ type: "references", cell, at });
    const places = answer?.places ?? [];
    if (places.length === 0 || view.state.selection.main.head !== at) return;
    const list = new PlaceList(places, notebook, view, show);
    const create = () => ({ dom: list.node, mount: () => list.focus() });
    view.dispatch({ effects: setList.of({ pos: at, above: false, create }) });
  };
  return [
    openList,
    keymap.of([
      {
        key: "Shift-F12",
        preventDefault: true,
        run: (view) => {
          void find(view);
          return true;
        },
      },
    ]),
  ];
}

class PlaceList {
  readonly node = document.createElement("div");
  readonly #view: EditorView;

  constructor(
    places: readonly Place[],
    notebook: NotebookEditor,
    view: EditorView,
    show: Show,
  ) {
    this.#view = view;
    this.node.className = "cm-romanesco-places";
    this.node.setAttribute("role", "listbox");
    this.node.setAttribute("aria-label", "References");
    for (const place of places) {
      const row = document.createElement("button");
      row.setAttribute("role", "option");
      const [where, before, name, after] = describe(place, notebook);
      const code = document.createElement("code");
      const strong = document.createElement("strong");
      strong.textContent = name;
      code.append(before, strong, after);
      const label = document.createElement("span");
      label.textContent = where;
      row.append(label, code);
      row.addEventListener("click", () => {
        this.#close();
        void show(place);
      });
      this.node.append(row);
    }
    this.node.addEventListener("keydown", (event) => this.#heed(event));
    this.node.addEventListener("focusout", ({ relatedTarget }) => {
      if (!this.node.contains(relatedTarget as Node | null)) this.#close();
    });
  }

  focus(): void {
    (this.node.firstElementChild as HTMLElement | null)?.focus();
  }

  /** JupyterLab's own keys would leave the cell. */
  #heed(event: KeyboardEvent): void {
    const focused = document.activeElement as HTMLElement;
    const next = {
      ArrowDown: focused.nextElementSibling,
      ArrowUp: focused.previousElementSibling,
      Home: this.node.firstElementChild,
      End: this.node.lastElementChild,
    }[event.key];
    if (event.key === "Escape") {
      this.#close();
      this.#view.focus();
    }
    (next as HTMLElement | null | undefined)?.focus();
    event.stopPropagation();
    if (event.key !== "Enter" && event.key !== "Tab") event.preventDefault();
  }

  #close(): void {
    // A list that goes takes the focus along, which ends here again.
    queueMicrotask(() => {
      if (this.#view.state.field(openList, false))
        this.#view.dispatch({ effects: setList.of(null) });
    });
  }
}

type Row = [where: string, before: string, name: string, after: string];

function describe(place: Place, notebook: NotebookEditor): Row {
  if ("path" in place) {
    const { path, line, character, text = "" } = place;
    const name = /^[\p{ID_Continue}$]*/u.exec(text.slice(character))![0];
    const end = character + name.length;
    return [
      `${path}:${line + 1}`,
      text.slice(0, character).trimStart(),
      name,
      text.slice(end),
    ];
  }
  const { cell, from, to } = place;
  const { widgets } = notebook.panel.content;
  const model = widgets.find((one) => one.model.id === cell)?.model;
  const code = model?.sharedModel.getSource() ?? "";
  const start = code.lastIndexOf("\n", from - 1) + 1;
  const [after = ""] = code.slice(to).split("\n");
  return [
    `[${model?.executionCount ?? " "}]`,
    code.slice(start, from).trimStart(),
    code.slice(from, to),
    after,
  ];
}
