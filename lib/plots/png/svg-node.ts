/** What measuring reads of a document's node. */
export interface SvgNode {
  readonly nodeType: number;
  readonly textContent: string | null;
}

/** What measuring reads of an element. */
export interface SvgElement extends SvgNode {
  readonly tagName: string;
  readonly childNodes: Iterable<SvgNode>;
  readonly children: Iterable<SvgElement>;
  readonly parentElement: SvgElement | null;
  getAttribute(name: string): string | null;
}
