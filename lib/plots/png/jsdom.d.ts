// The part of jsdom used here. Its own types bring those of all browser names into every file of the project.
declare module "jsdom" {
  export class JSDOM {
    constructor(html: string);
    readonly window: Readonly<Record<string, unknown>> & {
      getComputedStyle(element: object): object;
      Element: { prototype: object };
      SVGElement: { prototype: object };
      HTMLCanvasElement: { prototype: object };
    };
  }
}
