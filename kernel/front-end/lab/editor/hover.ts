import { type Extension, StateEffect, StateField } from "@codemirror/state";
import {
  EditorView,
  hoverTooltip,
  repositionTooltips,
  showTooltip,
  type Tooltip,
  type TooltipView,
} from "@codemirror/view";
import type { IRenderMimeRegistry } from "@jupyterlab/rendermime";
import type { SignatureAnswer } from "../../../interpreter/editor.ts";
import type { NotebookEditor } from "./notebook-editor.ts";

/** Draws Markdown as JupyterLab does. */
export type Draw = (markdown: string) => HTMLElement;

export function drawWith(registry: IRenderMimeRegistry): Draw {
  return (markdown) => {
    const renderer = registry.createRenderer("text/markdown");
    void renderer.renderModel({
      data: { "text/markdown": markdown },
      metadata: {},
      trusted: false,
      setData: () => {},
    });
    return renderer.node;
  };
}

/** Markdown is drawn a moment later, and the box is higher then: it would cover the line that is being written. */
function box(content: HTMLElement, view: EditorView): TooltipView {
  const dom = document.createElement("div");
  dom.className = "cm-romanesco-docs";
  dom.append(content);
  const observer = new ResizeObserver(() => repositionTooltips(view));
  observer.observe(dom);
  return { dom, destroy: () => observer.disconnect() };
}

/** What the name below the mouse is. */
export function hoverHelp(
  cell: string,
  notebook: NotebookEditor,
  draw: Draw,
): Extension {
  return hoverTooltip(async (_, pos): Promise<Tooltip | null> => {
    const answer = await notebook.ask({ type: "hover", cell, at: pos });
    const markdown = answer?.hover;
    if (markdown === undefined) return null;
    return { pos, above: true, create: (view) => box(draw(markdown), view) };
  });
}

/** Says of the function whose arguments are being written what it takes. */
export function signatureHelp(
  cell: string,
  notebook: NotebookEditor,
  draw: Draw,
): Extension {
  const show = StateEffect.define<Tooltip | null>();
  const shown = StateField.define<Tooltip | null>({
    create: () => null,
    update(before, { effects, changes }) {
      for (const effect of effects) if (effect.is(show)) return effect.value;
      // Until the answer for the new place comes, what is there stays.
      return before && { ...before, pos: changes.mapPos(before.pos) };
    },
    provide: (field) => showTooltip.from(field),
  });
  let asked = 0;
  const ask = async (view: EditorView): Promise<void> => {
    const own = ++asked;
    const at = view.state.selection.main.head;
    const answer = await notebook.ask({ type: "signature", cell, at });
    if (own !== asked) return;
    // Whoever types on faster than the answer comes is still in the call.
    if (view.state.selection.main.head !== at) return ask(view);
    const signature = answer?.signature;
    const tooltip = signature && {
      pos: at,
      above: true,
      create: () => box(drawSignature(signature, draw), view),
    };
    view.dispatch({ effects: show.of(tooltip ?? null) });
  };
  return [
    shown,
    EditorView.updateListener.of(
      ({ view, transactions, docChanged, selectionSet }) => {
        const isAnswer = transactions.some(({ effects }) =>
          effects.some((effect) => effect.is(show)),
        );
        const typed = transactions.some((one) => one.isUserEvent("input"));
        const begins = typed && /[(,<]$/.test(textBefore(view));
        const goesOn = view.state.field(shown) && (docChanged || selectionSet);
        if (!isAnswer && (begins || goesOn)) void ask(view);
      },
    ),
    EditorView.domEventHandlers({
      blur: (_, view) => {
        if (view.state.field(shown)) view.dispatch({ effects: show.of(null) });
      },
    }),
  ];
}

function textBefore({ state }: EditorView): string {
  const { head } = state.selection.main;
  return state.doc.sliceString(Math.max(0, head - 1), head);
}

function drawSignature(
  { label, parameter, docs, others }: SignatureAnswer,
  draw: Draw,
): HTMLElement {
  const whole = document.createElement("div");
  const code = document.createElement("code");
  const from = parameter ? label.indexOf(parameter.label) : -1;
  if (!parameter || from < 0) code.textContent = label;
  else {
    const strong = document.createElement("strong");
    strong.textContent = parameter.label;
    const rest = label.slice(from + parameter.label.length);
    code.append(label.slice(0, from), strong, rest);
  }
  whole.append(code);
  if (others > 0) whole.append(` and ${others} more`);
  const text = parameter?.docs ?? docs;
  if (text) whole.append(draw(text));
  return whole;
}
