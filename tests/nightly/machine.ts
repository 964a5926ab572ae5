import { execFileSync, type ExecFileSyncOptions } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join, resolve } from "node:path";

/** Kept between runs, for what comes from the package index is slow to get. */
const cache = resolve(".cache/nightly");

/** The program as a stranger has it: packed, and installed for all by npm, without install scripts. */
export function installGlobally(): string {
  const folder = mkdtempSync(join(tmpdir(), "romanesco-global-"));
  const [packed] = JSON.parse(
    execFileSync("npm", ["pack", "--json", "--pack-destination", folder], {
      encoding: "utf8",
    }),
  ) as { filename: string }[];
  const tarball = `./${packed!.filename}`;
  execFileSync(
    "npm",
    ["install", "-g", "--ignore-scripts", "--prefix", folder, tarball],
    { cwd: folder, stdio: "ignore" },
  );
  return join(folder, "bin");
}

/** A Python environment of its own, with a home of its own. */
export class Environment {
  readonly home = mkdtempSync(join(tmpdir(), "romanesco-home-"));

  readonly #romanesco: string;

  private constructor(
    readonly prefix: string,
    romanesco: string,
  ) {
    this.#romanesco = romanesco;
  }

  /**
   * @param name its folder; one that is there already is taken as it is
   * @param packages as pip wants them
   * @param romanesco folder of the romanesco program
   * @param python to make it with
   */
  static make(
    name: string,
    packages: string[],
    romanesco: string,
    python = "python3",
  ): Environment {
    const prefix = resolve(cache, name);
    if (!existsSync(join(prefix, ".done"))) {
      execFileSync(python, ["-m", "venv", "--clear", prefix]);
      const pip = ["-m", "pip", "install", "--quiet", ...packages];
      execFileSync(join(prefix, "bin", "python"), pip, { stdio: "inherit" });
      mkdirSync(join(prefix, ".done"));
    }
    const environment = new Environment(prefix, romanesco);
    environment.run("romanesco", "install");
    return environment;
  }

  get variables(): NodeJS.ProcessEnv {
    const folders = [join(this.prefix, "bin"), this.#romanesco];
    return {
      ...process.env,
      HOME: this.home,
      VIRTUAL_ENV: this.prefix,
      PATH: [...folders, process.env.PATH].join(delimiter),
      JUPYTER_ALLOW_INSECURE_WRITES: "1",
    };
  }

  /** @returns what the program printed */
  run(program: string, ...args: string[]): string {
    return this.runWith({}, program, ...args);
  }

  runWith(
    options: ExecFileSyncOptions,
    program: string,
    ...args: string[]
  ): string {
    return execFileSync(program, args, {
      cwd: this.home,
      env: this.variables,
      maxBuffer: 64e6,
      ...options,
      encoding: "utf8",
    });
  }

  end(): void {
    this.run("romanesco", "uninstall");
    rmSync(this.home, { recursive: true, force: true, maxRetries: 3 });
  }
}
