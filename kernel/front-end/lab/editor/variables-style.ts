const style = `
.jp-RomanescoVariables { display: flex; flex-direction: column; min-width: 340px !important; padding: 6px; color: var(--jp-ui-font-color1); background: var(--jp-layout-color1); font-size: var(--jp-ui-font-size1); }
.jp-RomanescoVariables > input { flex: none; margin-bottom: 6px; }
.jp-RomanescoVariables > [role="status"] { flex: none; color: var(--jp-ui-font-color2); }
.jp-RomanescoVariables-list { flex: 1 1 0; overflow: auto; }
[data-notebook] .jp-RomanescoVariables { min-width: 0 !important; } /* Notebook's sidebar does not grow. */
.jp-RomanescoVariables-list table { width: 100%; min-width: 320px; table-layout: fixed; border-collapse: collapse; }
.jp-RomanescoVariables-list th { position: sticky; top: 0; text-align: left; background: var(--jp-layout-color1); color: var(--jp-ui-font-color2); }
.jp-RomanescoVariables-list :is(th, td) { padding: 2px 8px 2px 2px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.jp-RomanescoVariables-list :is(th, td):nth-child(2) { width: 20%; }
.jp-RomanescoVariables-list :is(th, td):nth-child(3) { width: 15%; text-align: right; }
.jp-RomanescoVariables-list :is(th, td):nth-child(4) { width: 34%; }
.jp-RomanescoVariables-list td, .jp-RomanescoVariables button { font-family: var(--jp-code-font-family); font-size: var(--jp-code-font-size); }
.jp-RomanescoVariables-list tbody tr { cursor: pointer; }
.jp-RomanescoVariables-list tbody tr:hover { background: var(--jp-layout-color2); }
.jp-RomanescoVariables button { padding: 0; border: none; background: transparent; color: inherit; cursor: pointer; }
.jp-RomanescoVariables-list button { display: block; max-width: 100%; overflow: hidden; text-overflow: ellipsis; }
.jp-RomanescoVariables-value:not(:empty) { flex: 0 1 auto; max-height: 50%; overflow: auto; margin-top: 6px; padding-top: 6px; border-top: 1px solid var(--jp-border-color2); }
.jp-RomanescoVariables-value > div:first-child { display: flex; justify-content: space-between; }
`;

export function addVariablesStyle(): void {
  const element = document.createElement("style");
  element.textContent = style;
  document.head.append(element);
}
