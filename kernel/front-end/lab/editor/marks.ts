import {
  type Action,
  type Diagnostic,
  forEachDiagnostic,
  linter,
  lintGutter,
  setDiagnostics,
} from "@codemirror/lint";
import { Prec, type Extension } from "@codemirror/state";
import { EditorView, keymap } from "@codemirror/view";
import type { Fix, Mark } from "../../../interpreter/editor.ts";

const isProblem = ({ severity }: Diagnostic) => severity !== "hint";

const lamp = `data:image/svg+xml,${encodeURIComponent(
  '<svg xmlns="http://www.w3.org/2000/svg" width="14" height="14" viewBox="0 0 24 24"><path fill="#f9a825" d="M12 2a7 7 0 0 0-4 12.7V17h8v-2.3A7 7 0 0 0 12 2zM9 19h6v1H9zm1 2h4v1h-4z"/></svg>',
)}`;

/** In the colours of JupyterLab's theme, light or dark. What nothing uses is pale, what is deprecated struck through. */
const style = EditorView.theme({
  ".cm-lintRange-hint": { backgroundImage: "none" },
  ".cm-romanesco-unused": { opacity: "0.55" },
  ".cm-romanesco-deprecated": { textDecoration: "line-through" },
  // Without line numbers it is no column of its own to look at.
  ".cm-gutters:has(> .cm-gutter-lint:only-child)": {
    "&, & .cm-gutter-lint": { background: "transparent", border: "none" },
  },
  ".cm-gutter-lint": { width: "1.1em" },
  ".cm-gutter-lint .cm-gutterElement": { padding: "0.2em 0" },
  ".cm-lint-marker": { width: "0.9em", height: "0.9em" },
  ".cm-tooltip-lint": {
    maxWidth: "60em",
    maxHeight: "20em",
    overflow: "auto",
  },
  ".cm-romanesco-docs": {
    maxWidth: "50em",
    maxHeight: "20em",
    overflow: "auto",
    padding: "0 6px",
    fontSize: "var(--jp-code-font-size)",
  },
  ".cm-romanesco-docs pre": { margin: "4px 0", whiteSpace: "pre-wrap" },
  ".cm-romanesco-places": {
    maxHeight: "16em",
    overflow: "auto",
    padding: "2px 0",
    fontSize: "var(--jp-code-font-size)",
  },
  ".cm-romanesco-places button": {
    display: "flex",
    gap: "1em",
    width: "100%",
    maxWidth: "50em",
    padding: "2px 8px",
    border: "none",
    outline: "none",
    background: "transparent",
    color: "inherit",
    font: "inherit",
    textAlign: "left",
    whiteSpace: "pre",
    cursor: "pointer",
  },
  ".cm-romanesco-places button:hover": {
    background: "var(--jp-layout-color2)",
  },
  ".cm-romanesco-places button:focus": {
    background: "var(--jp-layout-color3)",
  },
  ".cm-romanesco-places span": {
    flex: "0 0 auto",
    minWidth: "5em",
    color: "var(--jp-ui-font-color2)",
  },
  ".cm-romanesco-places code": {
    overflow: "hidden",
    textOverflow: "ellipsis",
    fontFamily: "var(--jp-code-font-family)",
  },
  ".cm-diagnosticAction": {
    display: "flex",
    alignItems: "center",
    gap: "4px",
    margin: "4px 0 2px",
    padding: "1px 6px",
    background: "transparent",
    color: "var(--jp-content-link-color)",
    border: "1px solid var(--jp-border-color1)",
    borderRadius: "3px",
  },
  ".cm-diagnosticAction::before": { content: `url("${lamp}")`, height: "14px" },
  ".cm-diagnostic": {
    whiteSpace: "pre-wrap",
    fontFamily: "var(--jp-code-font-family)",
    fontSize: "var(--jp-code-font-size)",
  },
});
const tooltipStyle = EditorView.theme({
  ".cm-tooltip.cm-tooltip": {
    background: "var(--jp-layout-color1)",
    color: "var(--jp-content-font-color1)",
    border: "1px solid var(--jp-border-color1)",
    boxShadow: "var(--jp-elevation-z4)",
    zIndex: "1000",
  },
});

/** For editors of our kernel's notebooks; JupyterLab has no marks of its own. */
export const marksExtension: Extension = [
  linter(null),
  lintGutter({ markerFilter: (all) => all.filter(isProblem) }),
  style,
  Prec.high(tooltipStyle),
  Prec.highest(keymap.of([{ key: "Mod-.", run: applyFix }])),
];

/** What is likeliest for the mark at the cursor. */
function applyFix(view: EditorView): boolean {
  const { head } = view.state.selection.main;
  let fix: (() => void) | undefined;
  forEachDiagnostic(view.state, ({ actions: [first] = [] }, from, to) => {
    if (first && from <= head && head <= to)
      fix ??= () => first.apply(view, from, to);
  });
  fix?.();
  return fix !== undefined;
}

/** A button below the message. */
function actionOf(
  { title, edits }: Fix,
  { state: { doc } }: EditorView,
): Action {
  return {
    name: title,
    apply(view) {
      // Of another text these are not the places; what is to be said of it comes in a moment.
      if (!view.state.doc.eq(doc)) return;
      const changes = edits.map(({ text, ...range }) => ({
        ...range,
        insert: text,
      }));
      view.dispatch({ changes, userEvent: "input.fix" });
      view.focus();
    },
  };
}

export function showMarks(view: EditorView, marks: readonly Mark[]): void {
  const { length } = view.state.doc;
  const diagnostics = marks
    .filter(({ to }) => to <= length)
    .map(({ from, to, severity, message, code, tag, fixes }): Diagnostic => ({
      from,
      to,
      severity,
      message,
      ...(code && { source: code }),
      ...(tag && { markClass: `cm-romanesco-${tag}` }),
      ...(fixes && { actions: fixes.map((fix) => actionOf(fix, view)) }),
    }));
  view.dispatch(setDiagnostics(view.state, diagnostics));
}
