// The packages whose text is in dist: their licences, each of which asks that its notice goes along, and a list for programs
// that look for known faults (https://cyclonedx.org), which npm's own list of dependencies cannot know them for.
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/**
 * Writes NOTICES.txt and sbom.cdx.json.
 * @param {string} folder
 * @param {import("esbuild").BuildResult<{ metafile: true }>[]} builds with their metafile
 * @param {string[]} others folders of packages of which files were copied
 */
export function writeNotices(folder, builds, others) {
  const sources = builds.flatMap(({ metafile }) =>
    Object.keys(metafile.inputs),
  );
  const folders = new Set(
    [...sources, ...others].flatMap(
      (path) => path.match(/^.*node_modules\/(@[^/]+\/)?[^/]+/g)?.at(-1) ?? [],
    ),
  );
  const sorted = [...folders].sort();
  const notices = sorted.map(readNotice);
  writeFileSync(
    join(folder, "NOTICES.txt"),
    notices.join(`\n${"-".repeat(80)}\n\n`),
  );
  writeFileSync(
    join(folder, "sbom.cdx.json"),
    `${JSON.stringify(makeBill(sorted), null, 2)}\n`,
  );
}

function makeBill(folders) {
  const components = folders.map((folder) => {
    const { name, version, license } = readManifest(folder);
    return {
      type: "library",
      name,
      version,
      purl: `pkg:npm/${name.replace("@", "%40")}@${version}`,
      licenses: [{ expression: license }],
    };
  });
  const { name, version } = readManifest(".");
  const component = { type: "application", name, version };
  return {
    bomFormat: "CycloneDX",
    specVersion: "1.5",
    version: 1,
    metadata: { component },
    components,
  };
}

function readManifest(folder) {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}

function readNotice(folder) {
  const { name, version, license } = readManifest(folder);
  const files = existsSync(folder)
    ? readdirSync(folder).filter((each) => /^(licen[cs]e|notice)/i.test(each))
    : [];
  const texts = files.map((each) => readFileSync(join(folder, each), "utf8"));
  return [`${name} ${version} (${license})`, ...texts].join("\n\n");
}
