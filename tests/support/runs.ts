/** The same random values on every run, so that a change is judged by itself; `make nightly` draws others by SEED. */
export const runs = { seed: Number(process.env["SEED"] ?? 1) };
