// The script of every exported page: colours code, sets formulas and draws figures. Where no script runs, and on paper,
// a page shows what nbconvert made.
import temml from "temml";
import { FigureView, type PlotlyApi } from "../figure-view.ts";
import { highlightCells } from "./highlight.ts";

/** Defined by the script before this one, where there are figures. */
declare const Plotly: PlotlyApi;

document.addEventListener("DOMContentLoaded", preparePage);

function preparePage(): void {
  for (const node of document.querySelectorAll<HTMLElement>(
    ".romanesco-figure",
  ))
    void drawFigure(node);
  highlightCells();
  setFormulas();
}

async function drawFigure(node: HTMLElement): Promise<void> {
  const picture = node.querySelector(".romanesco-picture");
  const words = picture?.getAttribute("alt") ?? picture?.textContent;
  node.setAttribute("aria-label", words ?? "Plotly figure");
  const json = node.querySelector("script")?.textContent ?? undefined;
  const view = new FigureView(node, () => Promise.resolve(Plotly));
  node.classList.add("romanesco-drawn");
  try {
    const drawn = view.show(json);
    // Out of view it is drawn later; what stands below does not move then.
    node.style.minHeight = `${view.height}px`;
    await drawn;
  } catch (error) {
    view.dispose();
    node.classList.remove("romanesco-drawn");
    console.error(error);
  }
}

const environments = ["equation", "align", "gather", "alignat"];

/** What MathJax does in JupyterLab; the browser itself sets MathML. */
function setFormulas(): void {
  const delimiters = [
    { left: "$$", right: "$$", display: true },
    { left: "\\[", right: "\\]", display: true },
    { left: "\\(", right: "\\)", display: false },
    { left: "$", right: "$", display: false },
    ...environments
      .flatMap((name) => [name, `${name}*`])
      .map((name) => ({
        left: `\\begin{${name}}`,
        right: `\\end{${name}}`,
        display: true,
      })),
  ];
  // This function of Temml looks for the rest of it there, and takes options that its types leave out.
  Object.assign(globalThis, { temml });
  const options: object = { delimiters };
  for (const text of document.querySelectorAll(
    ".jp-RenderedMarkdown, .jp-RenderedLatex",
  ))
    temml.renderMathInElement(text, options);
}
