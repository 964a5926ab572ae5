import { JSDOM } from "jsdom";
import { measureElement } from "./boxes.ts";
import { type Canvas, FillCanvas } from "./fill-canvas.ts";
import { findPointAt, measureLength } from "./polyline.ts";
import { answerSimpleSelectors } from "./simple-selectors.ts";
import type { SvgElement } from "./svg-node.ts";
import { measureRuns } from "./text-box.ts";

/** Names of a browser that Plotly asks for by themselves. */
const names = [
  "document",
  "Element",
  "HTMLElement",
  "HTMLCanvasElement",
  "HTMLImageElement",
  "HTMLVideoElement",
  "Image",
  "Node",
  "SVGElement",
  "XMLSerializer",
  "DOMParser",
  "MutationObserver",
] as const;

/**
 * Makes this process look like a page to Plotly: jsdom's document, and the measuring that jsdom leaves out.
 * On the real global object, because code in jsdom's own context runs several times slower.
 */
export function installBrowserGlobals(): void {
  const { window } = new JSDOM(
    "<!doctype html><html><head></head><body></body></html>",
  );
  for (const name of names) define(name, window[name]);
  define("window", globalThis);
  define("self", globalThis);
  define("navigator", { userAgent: "node", platform: "" });
  define("location", { href: "", protocol: "file:", hostname: "" });
  define("getComputedStyle", window.getComputedStyle.bind(window));
  define("matchMedia", () => ({ matches: false, addEventListener() {} }));
  define("requestAnimationFrame", (draw: () => void) => setImmediate(draw));
  define("cancelAnimationFrame", clearImmediate);
  define("addEventListener", () => undefined);
  define("removeEventListener", () => undefined);
  answerSimpleSelectors(window.Element.prototype);
  addMeasuring(window);
  addCanvas(window);
}

function define(name: string, value: unknown): void {
  Object.defineProperty(globalThis, name, {
    value,
    configurable: true,
    writable: true,
  });
}

function addMeasuring({ Element, SVGElement }: JSDOM["window"]): void {
  extend(Element.prototype, {
    getBoundingClientRect(this: SvgElement) {
      return toRect(this, true);
    },
  });
  extend(SVGElement.prototype, {
    getBBox(this: SvgElement) {
      return toRect(this, false);
    },
    getComputedTextLength(this: SvgElement) {
      return measureRuns(this);
    },
    getTotalLength(this: SvgElement) {
      return measureLength(this);
    },
    getPointAtLength(this: SvgElement, length: number) {
      return findPointAt(this, length);
    },
  });
}

function toRect(element: SvgElement, outside: boolean): object {
  const box = measureElement(element, outside);
  return {
    ...box,
    x: box.left,
    y: box.top,
    width: box.right - box.left,
    height: box.bottom - box.top,
  };
}

function addCanvas({ HTMLCanvasElement }: JSDOM["window"]): void {
  const contexts = new WeakMap<Canvas, FillCanvas>();
  extend(HTMLCanvasElement.prototype, {
    getContext(this: Canvas, kind: string) {
      if (kind !== "2d") return null;
      const context = contexts.get(this) ?? new FillCanvas(this);
      contexts.set(this, context);
      return context;
    },
    toDataURL(this: Canvas) {
      return (contexts.get(this) ?? new FillCanvas(this)).toDataUrl();
    },
  });
}

function extend(prototype: object, methods: object): void {
  for (const [name, value] of Object.entries(methods))
    Object.defineProperty(prototype, name, { value, configurable: true });
}
