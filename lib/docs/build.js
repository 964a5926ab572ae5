// Writes the reference of the library's public names, from their comments, into dist/docs; with --check it only looks whether
// every name has a comment. What is missing is an error.
import { readFileSync } from "node:fs";
import { register } from "node:module";
import { relative } from "node:path";

// typedoc reads programs through TypeScript's JavaScript interface, which TypeScript 7 does not have.
register("./classic-typescript.js", import.meta.url);
const { Application, CommentTag, Converter, ReflectionKind } =
  await import("typedoc");

/** A name's category is that of its file, else of its folder in lib. */
const categories = {
  cluster: "Clusters",
  "future/async-result": "Pools",
  future: "Executors",
  platform: "Processes and threads",
  "pool/executors": "Executors",
  "pool/wait": "Executors",
  pool: "Pools",
  process: "Processes and threads",
  worker: "Pools",
  "sync/number-types": "Sharing",
  "sync/pipe": "Sharing",
  "sync/queue": "Sharing",
  "sync/shared": "Sharing",
  "sync/shared-array": "Sharing",
  "sync/value": "Sharing",
  sync: "Synchronisation",
  timing: "Timing",
  "plots/show": "Display",
  "plots/png": "Display",
  plots: "Plots",
  progress: "Display",
  widgets: "Controls",
};

const app = await Application.bootstrap({
  name: "romanesco",
  entryPoints: ["lib/index.ts"],
  tsconfig: "lib/tsconfig.json",
  readme: "lib/docs/intro.md",
  excludePrivate: true,
  excludeProtected: true,
  excludeInternal: true,
  excludeExternals: true,
  disableSources: true,
  githubPages: false,
  hideGenerator: true,
  sort: ["kind", "alphabetical"],
  categorizeByGroup: false,
  categoryOrder: [
    "Pools",
    "Executors",
    "Clusters",
    "Processes and threads",
    "Synchronisation",
    "Sharing",
    "Timing",
    "Plots",
    "Display",
    "Controls",
    "Errors",
  ],
  navigation: {
    includeCategories: true,
    includeGroups: false,
    includeFolders: false,
  },
  kindSortOrder: [
    "Class",
    "Function",
    "Variable",
    "Interface",
    "TypeAlias",
    "Constructor",
    "Property",
    "Accessor",
    "Method",
  ],
  markdownItLoader: colorExamples,
  // What Jupyter's schema says of each of its widgets: cells name them by ModelStates.
  intentionallyNotExported: readModelStates(),
  validation: { notExported: true, invalidLink: true, notDocumented: true },
});
app.converter.on(Converter.EVENT_RESOLVE_BEGIN, (context) => {
  for (const name of context.project.children ?? []) categorize(context, name);
});
const project = await app.convert();
if (project === undefined) process.exit(1);
app.validate(project);
checkTypes(
  app.serializer.projectToObject(project, /** @type {any} */ (process.cwd())),
  "",
);
if (app.logger.hasErrors() || app.logger.hasWarnings()) process.exit(1);
if (process.argv.includes("--check")) {
  const names = project.getReflectionsByKind(ReflectionKind.SomeExport);
  console.log(`${names.length} names`);
} else await app.generateDocs(project, "dist/docs");

function readModelStates() {
  const text = readFileSync("lib/widgets/models/states.ts", "utf8");
  return [...new Set(text.match(/\b\w+State\b/g))];
}

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

/** Puts a public name into its category, as if its comment said so. */
function categorize(context, name) {
  const [declaration] =
    context.getSymbolFromReflection(name)?.declarations ?? [];
  const file = relative("lib", declaration?.getSourceFile().fileName ?? "");
  const category = name.name.endsWith("Error")
    ? "Errors"
    : (categories[file.replace(/\.ts$/, "")] ??
      categories[file.split(/[\\/]/)[0]]);
  if (category === undefined)
    app.logger.error(`${name.name} of lib/${file} has no category`);
  for (const { comment } of name.signatures ?? [name])
    comment?.blockTags.push(
      new CommentTag("@category", [{ kind: "text", text: category }]),
    );
}

/** Examples in comments stand indented, without a language: it is TypeScript. */
function colorExamples({ renderer: { rules } }) {
  rules.code_block = (tokens, at, ...rest) => {
    tokens[at].info = "ts";
    return rules.fence(tokens, at, ...rest);
  };
}
