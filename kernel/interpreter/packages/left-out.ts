import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";

interface Locked {
  version?: string;
  optional?: boolean;
  hasInstallScript?: boolean;
  os?: string[];
  cpu?: string[];
  libc?: string[];
  engines?: Record<string, string>;
}

/**
 * What npm left out of an installed folder: scripts, because we do not let it run any, and native parts, which it skips in
 * silence when they want another Node.
 * @returns a sentence each
 */
export function describeLeftOut(folder: string): string[] {
  return Object.entries(readLock(folder)).flatMap(([path, locked]) => {
    const name = path.slice(path.lastIndexOf("node_modules/") + 13);
    const there = existsSync(join(folder, path));
    if (there && locked.hasInstallScript)
      return [
        `${name} has an install script, which was not run: what it would build or fetch is missing. ` +
          `If you trust it: npm rebuild ${name}, in ${folder}`,
      ];
    const wanted = locked.engines?.node;
    if (there || !locked.optional || !wanted || !isForHere(locked)) return [];
    return [
      `${name} was skipped by npm: it wants Node ${wanted}, and this kernel runs ${process.versions.node}`,
    ];
  });
}

function readLock(folder: string): Record<string, Locked> {
  try {
    const text = readFileSync(join(folder, "package-lock.json"), "utf8");
    return (JSON.parse(text) as { packages?: object }).packages as never;
  } catch {
    // Switched off by the person's npm settings.
    return {};
  }
}

function isForHere({ os, cpu, libc }: Locked): boolean {
  const allows = (list: string[] | undefined, here: string) =>
    !list?.length ||
    (!list.includes(`!${here}`) &&
      (list.includes(here) || list.every((each) => each.startsWith("!"))));
  return (
    allows(os, process.platform) &&
    allows(cpu, process.arch) &&
    allows(libc, libcName())
  );
}

function libcName(): string {
  const { header } = process.report.getReport() as {
    header: { glibcVersionRuntime?: string };
  };
  return header.glibcVersionRuntime ? "glibc" : "musl";
}
