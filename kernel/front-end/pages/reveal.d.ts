// As much of reveal.js as is used here; it brings no types.
declare module "reveal.js" {
  class Reveal {
    constructor(options: Record<string, unknown>);
    initialize(): Promise<void>;
  }
  export default Reveal;
}

declare module "reveal.js/plugin/notes/notes.esm.js" {
  const plugin: () => object;
  export default plugin;
}
