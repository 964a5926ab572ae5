import type { Layout } from "plotly.js-dist";

/** Colours of the page around a figure. */
export interface PageColors {
  background: string;
  text: string;
  grid: string;
  line: string;
}

/** Reads the colours of JupyterLab's theme where `node` stands. */
export function readPageColors(node: Element): PageColors {
  const style = getComputedStyle(node);
  const read = (name: string, fallback: string) =>
    style.getPropertyValue(name).trim() || fallback;
  return {
    background: read("--jp-layout-color0", "#ffffff"),
    text: read("--jp-content-font-color1", "#212121"),
    grid: read("--jp-border-color2", "#e0e0e0"),
    line: read("--jp-border-color0", "#bdbdbd"),
  };
}

/**
 * The layout in the page's colours. They go into the template, so a colour that the figure's own layout names stays;
 * and so does every colour of a figure whose author chose another template.
 */
export function withPageColors(
  layout: Partial<Layout>,
  colors: PageColors,
): Partial<Layout> {
  const template = layout.template as
    { layout?: Partial<Layout>; data?: object } | undefined;
  if (template?.layout && !isOurs(template.layout)) return layout;
  const base = template?.layout ?? {};
  const axis = {
    gridcolor: colors.grid,
    zerolinecolor: colors.line,
    linecolor: colors.line,
    tickcolor: colors.line,
  };
  const errors = { color: colors.text };
  const trace = [{ error_x: errors, error_y: errors }];
  return {
    ...layout,
    template: {
      data: { ...template?.data, bar: trace, scatter: trace },
      layout: {
        ...base,
        paper_bgcolor: colors.background,
        plot_bgcolor: colors.background,
        font: { ...base.font, color: colors.text },
        xaxis: { ...base.xaxis, ...axis },
        yaxis: { ...base.yaxis, ...axis },
      },
    } as Layout["template"],
  };
}

function isOurs(template: Partial<Layout>): boolean {
  const meta = template.meta as { theme?: unknown } | undefined;
  return meta?.theme === "romanesco";
}

/**
 * Calls back when the page's colours may have changed. JupyterLab says that the theme is another one before the
 * theme's style sheet is there, and the old one goes later, so all three are watched.
 * Returns a function that stops it.
 */
export function onThemeChange(listener: () => void): () => void {
  const themeName = new MutationObserver(listener);
  themeName.observe(document.body, {
    attributeFilter: ["data-jp-theme-light", "data-jp-theme-name"],
  });
  const styleSheets = new MutationObserver((changes) => {
    const nodes = changes.flatMap((change) => [
      ...change.addedNodes,
      ...change.removedNodes,
    ]);
    if (nodes.some(isStyleSheet)) listener();
  });
  styleSheets.observe(document.head, { childList: true });
  const onLoad = ({ target }: Event) => {
    if (isStyleSheet(target)) listener();
  };
  document.addEventListener("load", onLoad, true);
  return () => {
    themeName.disconnect();
    styleSheets.disconnect();
    document.removeEventListener("load", onLoad, true);
  };
}

/** False for a favicon, which JupyterLab exchanges each time that the kernel is busy or idle. */
function isStyleSheet(node: EventTarget | null): boolean {
  return (
    node instanceof HTMLStyleElement ||
    (node instanceof HTMLLinkElement && node.rel === "stylesheet")
  );
}
