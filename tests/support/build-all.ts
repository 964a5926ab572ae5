import { build } from "./build.ts";

/** The extension and the reference of the library, too. */
export const setup = () => build("build");
