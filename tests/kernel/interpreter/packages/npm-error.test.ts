import { expect, test } from "vitest";
import { explainInstall } from "../../../../kernel/interpreter/packages/npm-error.ts";

test.each([
  ["E404", /no package named tree\. Is the name written as on npmjs\.com\?$/],
  ["ETARGET", /tree has no such version\. npm view tree versions/],
  ["ENOTFOUND", /cannot be reached \(ENOTFOUND\)\. Connect to the network/],
  ["ENOSPC", /its folder cannot be written to \(ENOSPC\)\. npm's own words$/],
  ["SELF_SIGNED_CERT_IN_CHAIN", /is not trusted here .*npm config set cafile/],
  ["CERT_HAS_EXPIRED", /is not trusted here \(CERT_HAS_EXPIRED\)/],
  ["EOTHER", /^npm:tree@9 cannot be installed: npm's own words \(EOTHER\)$/],
])("says what to do about %s", (code, words) => {
  const error = { code, summary: "npm's own words\nand more of them" };
  expect(explainInstall("npm:tree@9", "tree@9", error)).toMatch(words);
});
