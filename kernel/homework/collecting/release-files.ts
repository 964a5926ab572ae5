import {
  existsSync,
  readdirSync,
  readFileSync,
  realpathSync,
  statSync,
} from "node:fs";
import { basename, dirname, join, relative, sep } from "node:path";
import { hashFile } from "../format/receipt.ts";
import { CommandError } from "../../command.ts";
import { readJson } from "../../installation/package-files.ts";
import { isLeftBehind } from "./candidates.ts";
import { writeAtomically } from "../files/atomic-write.ts";

/** A file of the source, and of the students' folder. */
export interface Job {
  from: string;
  to: string;
}

/** Every file of a folder that is for students; links count as what they lead to. */
export function findJobs(
  source: string,
  out: string,
  above: readonly string[] = [],
): Job[] {
  const real = realpathSync(source);
  if (above.includes(real))
    throw new CommandError(`${source} is a link to a folder above it`);
  return readdirSync(source)
    .filter((name) => !isLeftBehind(name))
    .sort()
    .flatMap((name) => {
      const job = { from: join(source, name), to: join(out, name) };
      const status = statSync(job.from, { throwIfNoEntry: false });
      if (!status)
        throw new CommandError(
          `${job.from} is a link that leads nowhere. Repair it or remove it`,
        );
      if (status.isDirectory())
        return findJobs(job.from, job.to, [...above, real]);
      if (!status.isFile())
        throw new CommandError(`${job.from} is neither a file nor a folder`);
      return [job];
    });
}

/** The students' copy must not replace the source, by whatever path or link it is named. @throws CommandError */
export function refuseOwnSource(jobs: Job[], source: string): void {
  const folder = statSync(source).isDirectory()
    ? realpathSync(source)
    : undefined;
  const sources = new Map(jobs.map(({ from }) => [identify(from), from]));
  for (const { to } of jobs) {
    const there = existsSync(to) ? sources.get(identify(to)) : undefined;
    if (there !== undefined)
      throw new CommandError(
        `${to} is the source itself (${there}): the students' copy would replace the solutions. Choose another OUT`,
      );
    const place = join(realFolder(dirname(to)), basename(to));
    if (folder !== undefined && place.startsWith(folder + sep))
      throw new CommandError(
        `${to} is inside the source ${source}: choose an OUT beside it`,
      );
  }
}

/** The same for every link to a file. */
function identify(path: string): string {
  const { dev, ino } = statSync(path, { bigint: true });
  return `${dev} ${ino}`;
}

/** Also of a folder that is not there yet. */
function realFolder(path: string): string {
  if (existsSync(path)) return realpathSync(path);
  const above = dirname(path);
  return above === path ? path : join(realFolder(above), basename(path));
}

const listName = ".romanesco-release.json";

/**
 * What stands in OUT that this release does not have.
 * @returns `older`: written by an earlier release and unchanged since; `others`: not ours to remove
 */
export function findOlder(
  out: string,
  source: string,
  jobs: Job[],
): { older: string[]; others: string[] } {
  if (!existsSync(out)) return { older: [], others: [] };
  const list = join(out, listName);
  const earlier = existsSync(list) ? readJson(list) : {};
  const fresh = new Set(jobs.map(({ to }) => to));
  const rest = findFiles(out, realpathSync(source)).filter(
    (file) => !fresh.has(file),
  );
  const isOlder = (file: string) =>
    earlier[toName(out, file)] === hashFile(readFileSync(file));
  return {
    older: rest.filter(isOlder),
    others: rest.filter((file) => !isOlder(file)),
  };
}

/** Without those of the source, when it stands inside OUT. */
function findFiles(folder: string, source: string): string[] {
  if (realpathSync(folder) === source) return [];
  return readdirSync(folder, { withFileTypes: true })
    .filter(({ name }) => !isLeftBehind(name))
    .flatMap((entry) => {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) return findFiles(path, source);
      return entry.isFile() ? [path] : [];
    });
}

const toName = (out: string, file: string): string =>
  relative(out, file).replaceAll("\\", "/");

/** Notes what was written, so that the next release knows it. */
export function keepList(out: string, jobs: Job[]): void {
  const entries = jobs.map(({ to }) => [
    toName(out, to),
    hashFile(readFileSync(to)),
  ]);
  const text = `${JSON.stringify(Object.fromEntries(entries), null, 1)}\n`;
  writeAtomically(join(out, listName), text, { replace: true });
}
