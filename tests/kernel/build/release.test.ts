import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import {
  examineRelease,
  type ReleaseState,
} from "../../../kernel/build/release.js";
import { platforms } from "../../../kernel/build/wheel-platforms.js";

const filesOf = (version: string) => [
  ...Object.values(platforms).map(
    ({ tag }) => `romanesco-${version}-py3-none-${tag}.whl`,
  ),
  `romanesco-${version}.tgz`,
];

const ready: ReleaseState = {
  version: "1.2.3",
  changelog: "# Changes\n\n## 1.2.3 (2027-01-31)\n\n- All is new.\n",
  changes: "",
  tags: ["v1.2.2"],
  files: filesOf("1.2.3"),
};

const failing = (state: Partial<ReleaseState>) =>
  examineRelease({ ...ready, ...state })
    .filter(({ good }) => !good)
    .map(({ what }) => what);

test("a version may go out when all that is published is made of it, dated and committed", () => {
  expect(failing({})).toEqual([]);
});

test.each<[string, Partial<ReleaseState>]>([
  ["SemVer", { version: "1.2", files: filesOf("1.2") }],
  ["CHANGELOG.md", { changelog: "## 1.2.3 (not yet released)\n" }],
  ["committed", { changes: " M README.md" }],
  ["new tag", { tags: ["v1.2.3"] }],
  ["wheels", { files: filesOf("1.2.3").slice(1) }],
  ["wheels", { files: [...filesOf("1.2.3"), ...filesOf("1.2.2")] }],
])("%s keeps it back: %j", (what, state) => {
  expect(failing(state).join("\n")).toContain(what);
});

test("CHANGELOG.md has a section for the version of package.json", () => {
  const { version } = JSON.parse(readFileSync("package.json", "utf8")) as {
    version: string;
  };
  expect(readFileSync("CHANGELOG.md", "utf8")).toContain(`## ${version} (`);
});
