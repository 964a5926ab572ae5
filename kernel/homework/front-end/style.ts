/** In the page once; colours are those of JupyterLab's theme. */
export function addStyle(): void {
  if (document.getElementById(id)) return;
  const style = document.createElement("style");
  style.id = id;
  style.textContent = rules;
  document.head.append(style);
}

const id = "romanesco-homework-style";

const rules = `
.jp-RomanescoHomework {
  overflow: auto;
  background: var(--jp-layout-color1); color: var(--jp-ui-font-color1);
  border-bottom: 1px solid var(--jp-border-color1);
  font-family: var(--jp-ui-font-family); font-size: var(--jp-ui-font-size1); line-height: 1.45;
}
.jp-RomanescoHomework-head {
  position: sticky; top: 0; z-index: 1; display: flex; align-items: center; gap: 10px; padding: 8px 16px;
  background: var(--jp-layout-color2); border-bottom: 1px solid var(--jp-border-color2);
}
.jp-RomanescoHomework-head strong { font-size: var(--jp-ui-font-size2); }
.jp-RomanescoHomework-head [role="status"] { flex: 1; color: var(--jp-ui-font-color2); }
.jp-RomanescoHomework progress { width: 120px; height: 6px; accent-color: var(--jp-brand-color1); }
.jp-RomanescoHomework-close {
  border: 0; background: none; color: inherit; font-size: 18px; line-height: 1; padding: 4px 8px; cursor: pointer;
  border-radius: var(--jp-border-radius);
}
.jp-RomanescoHomework-close:hover { background: var(--jp-layout-color3); }
.jp-RomanescoHomework-body { padding: 8px 16px 12px; }
.jp-RomanescoHomework-note { padding: 2px 0; color: var(--jp-ui-font-color2); }
.jp-RomanescoHomework-note[data-kind="problem"] { color: var(--jp-ui-font-color1); }
.jp-RomanescoHomework-note[data-kind="problem"]::before { content: "!"; color: var(--jp-warn-color1); font-weight: 700; margin-right: 8px; }
.jp-RomanescoHomework table { width: 100%; border-collapse: collapse; }
.jp-RomanescoHomework th {
  text-align: left; font-weight: 600; font-size: var(--jp-ui-font-size0); color: var(--jp-ui-font-color2);
  padding: 4px 16px 4px 0; border-bottom: 1px solid var(--jp-border-color1);
}
.jp-RomanescoHomework td { vertical-align: top; padding: 5px 16px 5px 0; border-bottom: 1px solid var(--jp-border-color3); overflow-wrap: break-word; }
.jp-RomanescoHomework td:first-child { min-width: 24px; padding-right: 4px; font-weight: 700; text-align: center; }
.jp-RomanescoHomework td:nth-child(2) { min-width: 120px; }
.jp-RomanescoHomework td:nth-child(4) { width: 60%; }
.jp-RomanescoHomework td.jp-RomanescoHomework-points { white-space: nowrap; font-variant-numeric: tabular-nums; }
.jp-RomanescoHomework-value { overflow-wrap: anywhere; font-family: var(--jp-code-font-family); font-size: var(--jp-code-font-size); }
.jp-RomanescoHomework tr[data-state="passed"] td:first-child { color: var(--jp-success-color1); }
.jp-RomanescoHomework tr[data-state="lost"] td:first-child,
.jp-RomanescoHomework tr[data-state="lost"] td.jp-RomanescoHomework-points { color: var(--jp-error-color1); }
.jp-RomanescoHomework tr[data-state="open"] td:first-child,
.jp-RomanescoHomework tr[data-state="unwritten"] td:not(:nth-child(2)) { color: var(--jp-ui-font-color2); font-weight: 400; }
.jp-RomanescoHomework-link { border: 0; background: none; padding: 0; font: inherit; text-align: left; cursor: pointer; color: var(--jp-content-link-color); }
.jp-RomanescoHomework-link:hover { text-decoration: underline; }
.jp-RomanescoHomework-actions { display: flex; flex-wrap: wrap; align-items: end; gap: 8px 12px; }
.jp-RomanescoHomework-actions:not(:empty) { padding: 12px 0 4px; }
.jp-RomanescoHomework-actions label { display: flex; flex-direction: column; gap: 2px; font-size: var(--jp-ui-font-size0); color: var(--jp-ui-font-color2); }
.jp-RomanescoHomework-actions input {
  min-width: 220px; padding: 6px 8px; font: inherit; font-size: var(--jp-ui-font-size1);
  color: var(--jp-ui-font-color1); background: var(--jp-layout-color0);
  border: 1px solid var(--jp-border-color1); border-radius: var(--jp-border-radius);
}
.jp-RomanescoHomework-wrong { flex-basis: 100%; color: var(--jp-error-color1); }
.jp-RomanescoHomework-file { font-size: var(--jp-ui-font-size2); font-weight: 600; overflow-wrap: anywhere; }
.jp-RomanescoHomework-offer { display: flex; flex-wrap: wrap; gap: 2px 12px; margin-bottom: 10px; }
.jp-RomanescoHomework-offer a { color: var(--jp-content-link-color); }
.jp-RomanescoHomework-receipt {
  margin: 4px 0 12px; padding: 12px 16px; border: 1px solid var(--jp-success-color1); border-radius: var(--jp-border-radius);
  background: var(--jp-layout-color0);
}
.jp-RomanescoHomework-code { font-family: var(--jp-code-font-family); font-size: 24px; letter-spacing: 2px; margin: 4px 0; user-select: all; }
.jp-RomanescoHomework-body { container-type: inline-size; }
@container (max-width: 520px) {
  .jp-RomanescoHomework thead { display: none; }
  .jp-RomanescoHomework tr { display: grid; grid-template-columns: 24px 1fr auto; border-bottom: 1px solid var(--jp-border-color3); }
  .jp-RomanescoHomework td { border-bottom: 0; padding: 3px 8px 3px 0; }
  .jp-RomanescoHomework td:nth-child(4) { grid-column: 2 / 4; width: auto; }
}
`;
