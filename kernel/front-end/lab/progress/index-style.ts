/** Colours are those of JupyterLab's theme. */
const rules = `
.jp-RomanescoIndex {
  overflow: auto; background: var(--jp-layout-color1); color: var(--jp-ui-font-color1);
  border-bottom: 1px solid var(--jp-border-color1); font-family: var(--jp-ui-font-family); font-size: var(--jp-ui-font-size1);
}
.jp-RomanescoIndex-head {
  position: sticky; top: 0; display: flex; flex-wrap: wrap; align-items: center; gap: 4px 12px; padding: 6px 16px;
  background: var(--jp-layout-color2); border-bottom: 1px solid var(--jp-border-color2);
}
.jp-RomanescoIndex-head [role="status"] { flex: 1; }
.jp-RomanescoIndex button {
  border: 1px solid transparent; border-radius: var(--jp-border-radius); background: none; color: inherit; font: inherit;
  padding: 2px 8px; cursor: pointer; text-align: left;
}
.jp-RomanescoIndex-head button { border-color: var(--jp-border-color1); }
.jp-RomanescoIndex button:hover { background: var(--jp-layout-color3); }
.jp-RomanescoIndex button:focus-visible { outline: 2px solid var(--jp-brand-color1); outline-offset: -2px; }
.jp-RomanescoIndex ol { list-style: none; margin: 0; padding: 4px 8px 8px; columns: 320px; column-gap: 24px; }
.jp-RomanescoIndex > div > strong { display: block; padding: 0 16px; }
.jp-RomanescoIndex li { break-inside: avoid; }
.jp-RomanescoIndex li button { width: 100%; display: grid; grid-template-columns: 1.4em 1fr auto; gap: 4px; }
.jp-RomanescoIndex li span:last-child { white-space: nowrap; }
`;

const id = "romanesco-index-style";

/** In the page once. */
export function addIndexStyle(): void {
  if (document.getElementById(id)) return;
  const style = document.createElement("style");
  style.id = id;
  style.textContent = rules;
  document.head.append(style);
}
