/** A cell ready to run, and what the runtime should know about it. */
export interface CompiledCell {
  /** Script name: a path in the notebook's folder, so that imports resolve beside the notebook. */
  file: string;
  /** An async function call that assigns script-scope names; resolves to `{ value }` or undefined. */
  code: string;
  /** Names that no earlier cell declares; the runtime declares them once, as script-scope `let`s. */
  fresh: string[];
  imports: CellImport[];
  declarations: CellDeclaration[];
  functions: FunctionFacts[];
  /** The cell's JavaScript before rewriting; all places in the facts are places in it. */
  javascript: string;
  /**
   * Source maps, JSON: `rewrite` from `code` to `javascript`, `types` from `javascript` to the cell, unless all places
   * are the same there.
   */
  maps: { rewrite: string; types?: string };
}

/** A static import, done before the cell's code runs. */
export interface CellImport {
  /** The script-scope name that holds the module's namespace. */
  namespace: string;
  specifier: string;
  /** What the cell calls it, if that is not the specifier. */
  asked?: string;
  attributes: Record<string, string>;
  /** Names of the module that the cell's code uses; others may be types. */
  used: string[];
  /** Place of the specifier in `javascript`: line from 1, column from 0. */
  line: number;
  column: number;
}

export type CellDeclaration =
  | { kind: "function"; name: string; id: number }
  | {
      kind: "class";
      name: string;
      facts: SourceFacts;
    }
  | { kind: "variable"; name: string; constant: boolean }
  | {
      kind: "import";
      name: string;
      specifier: string;
      /** Exported name; "*" for the namespace. */
      imported: string;
      namespace: string;
    };

/** Where a piece of source stands and which outer names it touches. */
export interface SourceFacts {
  start: number;
  end: number;
  /** What travels, where that is not the text at this place: with access to private fields, or without `using`. */
  source?: string;
  line: number;
  column: number;
  /** Top-level names of cells, and globals, that it uses. */
  free: string[];
  /** Those of them that it assigns. */
  writes: string[];
}

export interface FunctionFacts extends SourceFacts {
  /** The name of a method of an object, whose text is no expression. */
  method?: string;
  /** Unique in the session; the running code marks the function object with it. */
  id: number;
  /** Names of enclosing functions and blocks that it uses, in the order in which the mark reads them. */
  captured: string[];
  /** Those of them that it assigns. */
  capturedWrites: string[];
  /** An arrow that uses the `this`, `arguments` or `super` around it. */
  lexicalThis: boolean;
}
