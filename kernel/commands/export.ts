import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { basename, delimiter, dirname, join, resolve } from "node:path";
import { CommandError, UsageError, defineCommand } from "../command.ts";
import { findChromium, printPdf } from "../installation/chromium.ts";
import { findUserDataFolder } from "../installation/jupyter-folders.ts";
import {
  findJupyter,
  findJupyterIn,
  jupyterMend,
  type JupyterProgram,
} from "../installation/jupyter-program.ts";
import { parseNotebook } from "../homework/format/notebook.ts";
import { toScript } from "./script.ts";
import { embedPictures } from "./embed-pictures.ts";
import { templates, writeTemplates } from "../installation/templates.ts";

const endings = {
  html: ".html",
  slides: ".slides.html",
  pdf: ".pdf",
  script: ".ts",
} as const;

type Format = keyof typeof endings;

/** `romanesco export`. */
export const command = defineCommand({
  name: "export",
  takes: ["NOTEBOOK..."],
  about: `Turns a notebook and its outputs into a single file that needs no network connection, with interactive figures, formulas
and coloured code; or into a program made of its cells. The notebook is not run.`,
  options: {
    to: {
      type: "string",
      default: "html",
      value: "F",
      help: `html: a page (default). slides: a reveal.js deck that follows the slide types of the notebook's
cells, each slide as large as 1280 x 720 allows. pdf: the page for printing, with figures as
pictures; needs Chromium, Chrome or Edge. script: a TypeScript program, with text as comments,
which Node 22.18 and newer run as it is`,
    },
    output: {
      type: "string",
      value: "FILE",
      help: "the file to write (default: beside the notebook, .html, .slides.html, .pdf or .ts)",
    },
    "output-dir": {
      type: "string",
      value: "DIR",
      help: "the folder to write to, for several notebooks",
    },
    env: {
      type: "string",
      value: "DIR",
      help: `Python environment with nbconvert (default: the active one, else that of the jupyter on the PATH,
else the one that romanesco lab made)`,
    },
  },
  run: ({ values, operands }) => exportNotebooks(values, operands),
});

export const { run } = command;

interface Values {
  to: string;
  output?: string | undefined;
  "output-dir"?: string | undefined;
  env?: string | undefined;
}

function exportNotebooks(values: Values, notebooks: string[]): number {
  if (values.output !== undefined && notebooks.length > 1)
    throw new UsageError("--output names one file: use --output-dir");
  if (values.output !== undefined && values["output-dir"] !== undefined)
    throw new UsageError("give only one of --output and --output-dir");
  const format = checkFormat(values.to);
  const gone = notebooks.find((path) => !existsSync(path));
  if (gone !== undefined) throw new CommandError(`there is no file ${gone}`);
  // A program is made here, without a Jupyter.
  const converter = format === "script" ? undefined : makeConverter(values.env);
  for (const notebook of notebooks) {
    const name = basename(notebook).replace(/\.ipynb$/, "") + endings[format];
    const folder = values["output-dir"] ?? dirname(notebook);
    const output = resolve(values.output ?? join(folder, name));
    write(converter, notebook, format, output);
    const mega = statSync(output).size / 1e6;
    console.log(`wrote ${output} (${mega.toFixed(1)} MB)`);
  }
  return 0;
}

function write(
  converter: Converter | undefined,
  notebook: string,
  format: Format,
  output: string,
): void {
  if (converter === undefined || format === "script")
    makeScript(notebook, output);
  else if (format === "pdf") makePdf(converter, notebook, output);
  else convert(converter, notebook, format, output);
}

function makeScript(notebook: string, output: string): void {
  const { cells } = parseNotebook(readFileSync(notebook, "utf8"), notebook);
  mkdirSync(dirname(output), { recursive: true });
  writeFileSync(output, toScript(cells));
}

function checkFormat(name: string): Format {
  if (Object.hasOwn(endings, name)) return name as Format;
  throw new UsageError(
    `--to "${name}" is not one of html, slides, pdf and script`,
  );
}

interface Converter {
  jupyter: JupyterProgram;
  /** A Jupyter data folder with our templates. */
  data: string;
}

/** The Jupyter at hand, with templates brought along: nothing need be installed into it. */
function makeConverter(environment: string | undefined): Converter {
  const jupyter =
    environment === undefined ? findJupyter() : findJupyterIn(environment);
  if (jupyter === undefined)
    throw new CommandError(
      environment === undefined
        ? `there is no jupyter on the PATH. To fix this: ${jupyterMend}`
        : `there is no jupyter in ${environment}. To fix this: pip install nbconvert there`,
    );
  const data = join(findUserDataFolder(), "romanesco");
  writeTemplates(data);
  return { jupyter, data };
}

/** Runs nbconvert in a folder of its own: it chooses the file's ending itself. */
function convert(
  { jupyter, data }: Converter,
  notebook: string,
  format: "html" | "slides",
  output: string,
): void {
  const folder = mkdtempSync(join(tmpdir(), "romanesco-export-"));
  try {
    const { status, stderr, error } = spawnSync(
      jupyter.path,
      [
        ...["nbconvert", resolve(notebook), `--to=${format}`],
        `--template=${templates[format]}`,
        ...[`--output-dir=${folder}`, "--output=page"],
      ],
      {
        encoding: "utf8",
        stdio: ["ignore", "ignore", "pipe"],
        env: {
          ...process.env,
          // A program named by its path looks for its own helpers on the PATH.
          PATH: prepend(dirname(jupyter.path), process.env.PATH),
          JUPYTER_PATH: prepend(data, process.env.JUPYTER_PATH),
        },
      },
    );
    if (error) throw error;
    if (status !== 0) throw explain(jupyter, notebook, stderr);
    const page = readFileSync(join(folder, `page${endings[format]}`), "utf8");
    mkdirSync(dirname(output), { recursive: true });
    writeFileSync(output, embedPictures(page, dirname(notebook)));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const prepend = (folder: string, path: string | undefined) =>
  [folder, path].filter(Boolean).join(delimiter);

function explain(
  { path }: JupyterProgram,
  notebook: string,
  stderr: string,
): CommandError {
  if (/nbconvert`? not found|No module named .?nbconvert/.test(stderr))
    return new CommandError(
      `${path} has no nbconvert. To fix this: pip install nbconvert`,
    );
  const reason = stderr.trim().split("\n").at(-1);
  if (/NotJSONError|ValidationError/.test(stderr))
    return new CommandError(`${notebook} is not a notebook: ${reason}`);
  return new CommandError(`nbconvert could not export ${notebook}: ${reason}`);
}

function makePdf(converter: Converter, notebook: string, output: string): void {
  const browser = findChromium();
  const folder = mkdtempSync(join(tmpdir(), "romanesco-export-"));
  try {
    const page = join(folder, "page.html");
    convert(converter, notebook, "html", page);
    mkdirSync(dirname(output), { recursive: true });
    printPdf(browser, page, output);
  } finally {
    rmSync(folder, { recursive: true, maxRetries: 3 });
  }
}
