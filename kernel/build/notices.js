// The licences of the packages whose text is in dist: each asks that its notice goes along.
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * @param {string} file
 * @param {import("esbuild").BuildResult<{ metafile: true }>[]} builds with their metafile
 * @param {string[]} others folders of packages of which files were copied
 */
export function writeNotices(file, builds, others) {
  const sources = builds.flatMap(({ metafile }) =>
    Object.keys(metafile.inputs),
  );
  const folders = new Set(
    [...sources, ...others].flatMap(
      (path) => path.match(/^.*node_modules\/(@[^/]+\/)?[^/]+/g)?.at(-1) ?? [],
    ),
  );
  const notices = [...folders].sort().map(readNotice);
  writeFileSync(file, notices.join(`\n${"-".repeat(80)}\n\n`));
}

function readNotice(folder) {
  const { name, version, license } = JSON.parse(
    readFileSync(join(folder, "package.json"), "utf8"),
  );
  const files = existsSync(folder)
    ? readdirSync(folder).filter((each) => /^(licen[cs]e|notice)/i.test(each))
    : [];
  const texts = files.map((each) => readFileSync(join(folder, each), "utf8"));
  return [`${name} ${version} (${license})`, ...texts].join("\n\n");
}
