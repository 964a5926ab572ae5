import { register } from "node:module";

/**
 * `register` of node:module without Node 26's word that it is deprecated, which nobody who runs a cell can do anything
 * about: what replaces it runs in the thread that imports, and is missing before Node 22.15.
 */
export function registerHooks(url: string | URL): void {
  const before = process.noDeprecation;
  process.noDeprecation = true;
  try {
    register(url);
  } finally {
    process.noDeprecation = before;
  }
}
