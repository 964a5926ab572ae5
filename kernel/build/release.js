// What must be so before a version goes out: `make release` says it line by line, and ends with the command that publishes.
import { execFileSync } from "node:child_process";
import { existsSync, readFileSync, readdirSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { platforms } from "./wheel-platforms.js";

/**
 * @param {{ version: string, changelog: string, changes: string, tags: string[], files: string[] }} state
 * @returns {{ what: string, good: boolean, mend: string }[]}
 */
export function examineRelease(state) {
  const { version, changelog, changes, tags, files } = state;
  const wheels = Object.values(platforms).map(
    ({ tag }) => `romanesco-${version}-py3-none-${tag}.whl`,
  );
  const published = [...wheels, `romanesco-${version}.tgz`];
  const missing = published.filter((file) => !files.includes(file));
  const strange = files.filter((file) => !published.includes(file));
  const dated = new RegExp(
    `^## ${version.replaceAll(".", "\\.")} \\(\\d{4}-\\d\\d-\\d\\d\\)$`,
    "m",
  );
  return [
    {
      what: `${version} is a version of SemVer, and PyPI takes it too`,
      good: /^\d+\.\d+\.\d+$/.test(version),
      mend: "npm version --no-git-tag-version patch (or minor, or major)",
    },
    {
      what: `CHANGELOG.md has the day of ${version}`,
      good: dated.test(changelog),
      mend: `"## ${version} (YYYY-MM-DD)" in the place of "(not yet released)"`,
    },
    {
      what: "everything is committed",
      good: changes === "",
      mend: "git status",
    },
    {
      what: `v${version} is a new tag`,
      good: !tags.includes(`v${version}`),
      mend: "a version that was published stays as it is: choose the next",
    },
    {
      what: "the wheels and npm's package are made, and nothing older lies beside them",
      good: missing.length === 0 && strange.length === 0,
      mend: `make clean && make dist (missing: ${missing.join(", ") || "none"}; of another version: ${strange.join(", ") || "none"})`,
    },
  ];
}

function readState() {
  const git = (...args) =>
    execFileSync("git", args, { encoding: "utf8" }).trim();
  const list = (folder) => (existsSync(folder) ? readdirSync(folder) : []);
  return {
    version: JSON.parse(readFileSync("package.json", "utf8")).version,
    changelog: readFileSync("CHANGELOG.md", "utf8"),
    changes: git("status", "--porcelain"),
    tags: git("tag").split("\n"),
    files: [...list(".cache/wheels"), ...list(".cache/npm")],
  };
}

function main() {
  const state = readState();
  const findings = examineRelease(state);
  for (const { what, good, mend } of findings) {
    console.log(`${good ? "ok  " : "FAIL"} ${what}`);
    if (!good) console.log(`     fix: ${mend}`);
  }
  const broken = findings.filter(({ good }) => !good).length;
  const tag = `v${state.version}`;
  console.log(
    broken > 0
      ? `${broken} to fix`
      : `to publish: git tag -s ${tag} -m ${tag} && git push origin ${tag} (.github/workflows/release.yml does the rest, once make test and make nightly have passed)`,
  );
  return broken > 0 ? 1 : 0;
}

if (import.meta.url === pathToFileURL(process.argv[1]).href)
  process.exitCode = main();
