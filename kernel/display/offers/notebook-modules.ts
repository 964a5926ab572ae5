type Module = Record<string, unknown>;

let find: (name: string) => Promise<Module | undefined> = async () => undefined;

/** Says where the notebook's own packages are; where nobody does, there are none. */
export function findModulesWith(finder: typeof find): void {
  find = finder;
}

/** A package that the notebook has imported, or that stands beside it. */
export function findNotebookModule(name: string): Promise<Module | undefined> {
  return find(name);
}
