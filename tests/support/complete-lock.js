// Adds to package-lock.json the native packages of other platforms that npm could not ask for when it wrote the lock (a
// registry mirror may carry this platform's only). Without their entries `npm ci` refuses the whole lock, everywhere.
import { readFileSync, writeFileSync } from "node:fs";

const file = "package-lock.json";
const lock = JSON.parse(readFileSync(file, "utf8"));
const added = [];

for (const [path, entry] of Object.entries(lock.packages))
  for (const [name, version] of Object.entries(
    entry.optionalDependencies ?? {},
  )) {
    const places = [`${path}/node_modules/${name}`, `node_modules/${name}`];
    if (places.some((place) => lock.packages[place])) continue;
    lock.packages[`node_modules/${name}`] = {
      version,
      ...(entry.dev && { dev: true }),
      optional: true,
      ...readPlatform(name),
    };
    added.push(name);
  }

/** What such a package runs on, by its name: `@scope/binding-linux-x64-musl`. */
function readPlatform(name) {
  const words = name.split("/").at(-1).split("-");
  if (words.includes("wasm32")) return { cpu: ["wasm32"] };
  const at = words.findIndex((word) =>
    /^(aix|android|darwin|freebsd|linux|netbsd|openbsd|openharmony|sunos|win32)$/.test(
      word,
    ),
  );
  if (at < 0) return {};
  const [os, cpu, abi = ""] = words.slice(at);
  const libc = abi.startsWith("gnu")
    ? "glibc"
    : abi.startsWith("musl")
      ? "musl"
      : undefined;
  return { os: [os], cpu: [cpu], ...(libc && { libc: [libc] }) };
}

const sorted = Object.entries(lock.packages).sort(([a], [b]) =>
  a.localeCompare(b, "en"),
);
lock.packages = Object.fromEntries(sorted);
writeFileSync(file, `${JSON.stringify(lock, null, 2)}\n`);
console.log(`${file}: ${added.length} packages of other platforms added`);
