/** Relative imports are not followed inside `declare module`: there they are written with this prefix. */
export const localPrefix = "__local/";
