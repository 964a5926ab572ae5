/** Of JupyterLab's own tables, with a head that stays. */
const style = `
.romanesco-table { padding: 4px 0; color: var(--jp-content-font-color1); font-family: var(--jp-content-font-family); }
.romanesco-table-bar { display: flex; gap: 12px; align-items: center; padding-bottom: 4px; font-size: var(--jp-ui-font-size1); }
.romanesco-table-filter { width: 180px; padding: 2px 6px; color: inherit; background: var(--jp-layout-color1); border: 1px solid var(--jp-border-color1); border-radius: 2px; }
.romanesco-table-note { color: var(--jp-content-font-color2); }
.romanesco-table-rows { overflow: auto; width: fit-content; max-width: 100%; border: 1px solid var(--jp-border-color2); }
.romanesco-table-rows table { border-collapse: separate; border-spacing: 0; table-layout: auto; margin: 0; font-size: var(--jp-ui-font-size1); }
.romanesco-table-rows th, .romanesco-table-rows td { height: 24px; padding: 0 8px; box-sizing: border-box; max-width: 300px; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.romanesco-table-rows thead :is(th, td) { position: sticky; top: 0; background: var(--jp-layout-color2); z-index: 1; }
.romanesco-table-sort { padding: 0; border: 0; font: inherit; color: inherit; background: none; cursor: pointer; }
.romanesco-table-rows tbody th { color: var(--jp-content-font-color2); font-weight: normal; text-align: right; }
.romanesco-table-rows tbody tr:hover { background: var(--jp-layout-color2); }
.romanesco-table-name { cursor: pointer; user-select: none; }
`;

export function addTableStyle(): void {
  const element = document.createElement("style");
  element.textContent = style;
  document.head.append(element);
}
