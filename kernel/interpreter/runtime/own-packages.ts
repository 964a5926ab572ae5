/** The URL of a package of the kernel's own. A module, as only modules have Node's resolution of imports. */
export const resolveOwn = (specifier: string): string =>
  import.meta.resolve(specifier);
