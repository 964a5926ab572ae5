// zeromq's native part, one file a platform. The package brings several builds for each, and through its loader a build
// tool: 42 MB. A Node-API build loads in every later Node, so one is enough, and which one is plain from its name.
import { cpSync, mkdirSync } from "node:fs";
import { join } from "node:path";

const source = "node_modules/zeromq";

/** By `platform-arch`, or `platform-arch-libc` on Linux: the build that asks for the oldest system (glibc 2.25). */
const addons = {
  "linux-x64-glibc": "linux/x64/node/glibc-127-Release",
  "linux-x64-musl": "linux/x64/node/musl-127-Release",
  "linux-arm64-glibc": "linux/arm64/node/glibc-127-Release",
  "linux-arm64-musl": "linux/arm64/node/musl-127-Release",
  "darwin-x64": "darwin/x64/node/libc-115-Release",
  "darwin-arm64": "darwin/arm64/node/libc-115-Release",
  "win32-x64": "win32/x64/node/msvc-115-Release",
  "win32-arm64": "win32/arm64/node/msvc-115-Release",
};

/** @param {string} folder */
export function copyAddons(folder) {
  mkdirSync(folder, { recursive: true });
  for (const [name, built] of Object.entries(addons))
    cpSync(
      join(source, "build", built, "addon.node"),
      join(folder, `${name}.node`),
    );
}

// Relative to the bundle in dist/kernel. musl's loader refuses what was linked for glibc, and the other way round.
const loader = `
const { platform, arch } = process;

function load() {
  const names = platform === "linux" ? ["-glibc", "-musl"] : [""];
  const errors = [];
  for (const name of names) {
    const file = \`./zeromq/\${platform}-\${arch}\${name}.node\`;
    try {
      return require(file);
    } catch (error) {
      errors.push(error);
    }
  }
  const reasons = errors.map(({ message }) => message).join("; ");
  throw new AggregateError(errors, \`no native part of zeromq loads on \${platform} \${arch}: \${reasons}\`);
}

export default load();
`;

/** Takes the place of the module that finds the native part. */
export const loadAddon = {
  name: "zeromq-addons",
  setup(build) {
    build.onResolve({ filter: /^\.\/load-addon$/ }, () => ({
      path: "load-addon",
      namespace: "zeromq-addons",
    }));
    build.onLoad({ filter: /./, namespace: "zeromq-addons" }, () => ({
      contents: loader,
      loader: "js",
    }));
  },
};
