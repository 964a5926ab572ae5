import { build } from "./build.ts";

/** The kernel and the library: what most tests read. */
export const setup = () => build("dist/.code");
