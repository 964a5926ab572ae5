// Writes the reference of the library's public names, from their comments, into dist/docs; with --check it only looks whether
// every name has a comment. What is missing is an error.
import { register } from "node:module";

// typedoc reads programs through TypeScript's JavaScript interface, which TypeScript 7 does not have.
register("./classic-typescript.js", import.meta.url);
const { Application, ReflectionKind } = await import("typedoc");

const app = await Application.bootstrap({
  name: "romanesco",
  entryPoints: ["lib/index.ts"],
  tsconfig: "lib/tsconfig.json",
  readme: "none",
  excludePrivate: true,
  excludeProtected: true,
  excludeInternal: true,
  excludeExternals: true,
  disableSources: true,
  githubPages: false,
  hideGenerator: true,
  sort: ["kind", "alphabetical"],
  validation: { notExported: true, invalidLink: true, notDocumented: true },
});
const project = await app.convert();
if (project !== undefined) {
  app.validate(project);
  checkTypes(app.serializer.projectToObject(project, process.cwd()), "");
}
if (app.logger.hasErrors() || app.logger.hasWarnings()) process.exit(1);
if (process.argv.includes("--check")) {
  const names = project.getReflectionsByKind(ReflectionKind.SomeExport);
  console.log(`${names.length} names`);
} else await app.generateDocs(project, "dist/docs");

/** Says where a public type is `any`, which would let every mistake through. */
function checkTypes(node, path) {
  if (node === null || typeof node !== "object") return;
  // The platform leaves open what an Iterable returns at its end.
  if (/^(Async)?Iterable$/.test(node.name) && node.type === "reference")
    return checkTypes(node.typeArguments[0], path);
  if (node.type === "intrinsic" && node.name === "any")
    app.logger.error(`${path} has the type any`);
  const own = typeof node.name === "string" ? `${path} ${node.name}` : path;
  for (const each of Object.values(node)) checkTypes(each, own);
}
