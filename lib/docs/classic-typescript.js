// A module hook: who imports "typescript" gets the classic one.
export function resolve(specifier, context, next) {
  return next(
    specifier === "typescript" ? "typescript-classic" : specifier,
    context,
  );
}
