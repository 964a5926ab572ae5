import {
  type Diagnostic,
  linter,
  lintGutter,
  setDiagnostics,
} from "@codemirror/lint";
import { Prec, type Extension } from "@codemirror/state";
import { EditorView } from "@codemirror/view";
import type { Mark } from "../../../interpreter/editor.ts";

const isProblem = ({ severity }: Diagnostic) => severity !== "hint";

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
];

export function showMarks(view: EditorView, marks: readonly Mark[]): void {
  const { length } = view.state.doc;
  const diagnostics = marks
    .filter(({ to }) => to <= length)
    .map(({ from, to, severity, message, code, tag }): Diagnostic => ({
      from,
      to,
      severity,
      message,
      ...(code && { source: code }),
      ...(tag && { markClass: `cm-romanesco-${tag}` }),
    }));
  view.dispatch(setDiagnostics(view.state, diagnostics));
}
