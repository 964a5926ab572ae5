import { npmInstall } from "./run-npm.ts";

/** Of a package without types, those of DefinitelyTyped, if it has some; best for the same major version. */
export async function addTypes(
  folder: string,
  name: string,
  version: string,
  signal?: AbortSignal,
): Promise<void> {
  const types = `@types/${name.replace(/^@/, "").replace("/", "__")}`;
  for (const request of [`${types}@${version.split(".")[0]}`, types]) {
    const { ok, error } = await npmInstall(folder, [request], signal);
    if (ok || error.code !== "ETARGET") return;
  }
}
