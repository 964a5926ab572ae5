// Writes the files beside it from the published schema of Jupyter's widgets: what each of its models is called on the wire,
// and what its state may hold. Run it after a new version of @jupyter-widgets/schema: node lib/widgets/models/generate.js
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { format } from "prettier";

const { resolve } = createRequire(import.meta.url);
const schema = JSON.parse(
  readFileSync(
    resolve("@jupyter-widgets/schema/jupyterwidgetmodels.latest.json"),
    "utf8",
  ),
);
const head = `// Written by generate.js from @jupyter-widgets/schema.\n`;

/** Every model has these, and says them by its name. */
const isNaming = ({ name }) => /^_(model|view)_/.test(name);
const nameOf = ({ model }) => model.name.replace(/Model$/, "");

const dom = ["_dom_classes", "layout", "tabbable", "tooltip"];
const described = [...dom, "description", "description_allow_html"];

const models = schema.map((entry) => {
  const attributes = entry.attributes.filter((each) => !isNaming(each));
  const names = attributes.map(({ name }) => name);
  const has = (all) => all.every((name) => names.includes(name));
  const base = has(described)
    ? ["DescribedState", described]
    : has(dom)
      ? ["DomState", dom]
      : ["object", []];
  return { name: nameOf(entry), entry, attributes, base };
});

/** As TypeScript writes it. */
function typeOf({ type, enum: words, items, allow_none, union_attributes }) {
  const types = union_attributes
    ? union_attributes.map((each) => typeOf(each))
    : words
      ? words.map((word) => JSON.stringify(word))
      : [plainTypeOf(type, items)];
  return [...types, ...(allow_none ? ["null"] : [])].join(" | ");
}

function plainTypeOf(type, items) {
  switch (type) {
    case "int":
    case "float":
      return "number";
    case "bool":
      return "boolean";
    case "string":
      return "string";
    case "bytes":
      return "Uint8Array";
    case "reference":
      return "Reference";
    case "array":
      return items ? `readonly (${typeOf(items)})[]` : "readonly unknown[]";
    default:
      return "object";
  }
}

function interfaceOf({ name, attributes, base: [base, inherited] }) {
  const own = attributes.filter((each) => !inherited.includes(each.name));
  const lines = own.map((each) => `${each.name}: ${typeOf(each)};`);
  return lines.length
    ? `export interface ${name}State${base === "object" ? "" : ` extends ${base}`} { ${lines.join("\n")} }`
    : `export type ${name}State = ${base};`;
}

const common = `
/** Another widget, as one that holds it has it. */
export interface Reference { readonly modelId: string }
export interface DomState { _dom_classes: readonly string[]; layout: Reference; tabbable: boolean | null; tooltip: string | null }
export interface DescribedState extends DomState { description: string; description_allow_html: boolean }
`;

/** What the wire calls a model, and what its state begins with. */
function specOf({ entry: { model, view }, attributes }) {
  const reference = attributes.find(({ name }) => name === "style");
  const state = attributes
    .filter(({ type }) => type !== "reference" && type !== "bytes")
    .map(({ name, default: value }) => [name, value]);
  return JSON.stringify({
    names: {
      _model_name: model.name,
      _model_module: model.module,
      _model_module_version: model.version,
      _view_name: view?.name ?? null,
      _view_module: view?.module ?? model.module,
      _view_module_version: view?.version ?? model.version,
    },
    ...(reference?.widget && { style: reference.widget }),
    state: Object.fromEntries(state),
  });
}

const isLook = ({ name }) => /Style$|^Layout$/.test(name);
const isHolding = ({ name }) =>
  /^(Accordion|Audio|Box|Controller.*|DOMWidget|DirectionalLink|GridBox|HBox|Image|Link|Output|Stack|Tab|VBox|Video)$/.test(
    name,
  );
const files = {
  styles: models.filter(isLook),
  boxes: models.filter((each) => !isLook(each) && isHolding(each)),
  inputs: models.filter((each) => !isLook(each) && !isHolding(each)),
};

const write = async (file, text) =>
  writeFileSync(
    new URL(file, import.meta.url),
    await format(head + text, { parser: "typescript" }),
  );

for (const [file, members] of Object.entries(files)) {
  const text = members.map(interfaceOf).join("\n");
  const used = ["DescribedState", "DomState", "Reference"].filter((name) =>
    text.includes(name),
  );
  await write(
    `${file}.ts`,
    `${used.length ? `import type { ${used.join(", ")} } from "./common.ts";` : ""}\n${text}`,
  );
}
await write("common.ts", common);
await write(
  "states.ts",
  `${Object.entries(files)
    .map(
      ([file, members]) =>
        `import type { ${members.map(({ name }) => `${name}State`).join(", ")} } from "./${file}.ts";`,
    )
    .join("\n")}
/** The state of each of Jupyter's widgets, by its name. */
export interface ModelStates { ${models.map(({ name }) => `/** Of Jupyter's \`${name}\`. */\n${name}: ${name}State;`).join("\n")} }`,
);
await write(
  "specs.ts",
  `import type { ModelStates } from "./states.ts";
/** Each model's names on the wire, and what its state begins with: JSON, which is read once a model is made. */
export const specs: Record<keyof ModelStates, string> = {
${models.map((each) => `${each.name}: ${JSON.stringify(specOf(each)).includes("'") ? JSON.stringify(specOf(each)) : `'${specOf(each)}'`},`).join("\n")}
};`,
);
