import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

/** A package.json of a package to be had from a {@link Registry}, and its other files by name. */
export interface Published {
  manifest: { name: string; version: string; [key: string]: unknown };
  files: Record<string, string>;
}

/** A registry of npm on this machine, with a few packages. What is asked of it is noted. */
export class Registry {
  readonly asked: string[] = [];
  /** npm's own files, apart from those of whoever runs the tests. */
  readonly folder = mkdtempSync(join(tmpdir(), "romanesco-registry-"));
  readonly #server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? "").slice(1);
    this.asked.push(path);
    const found = this.#answers.get(path);
    response.writeHead(found ? 200 : 404, {
      "content-type": "application/json",
    });
    // One who never answers is asked for by this name.
    if (path !== "never-answers") response.end(found ?? "{}");
  });
  readonly #answers = new Map<string, string | Buffer>();

  /** @returns npm's settings for it */
  async open(published: Published[]): Promise<Record<string, string>> {
    await new Promise<void>((resolve) =>
      this.#server.listen(0, "127.0.0.1", resolve),
    );
    const { port } = this.#server.address() as AddressInfo;
    const url = `http://127.0.0.1:${port}`;
    const names = new Set(published.map(({ manifest }) => manifest.name));
    for (const name of names) {
      const all = published.filter(({ manifest }) => manifest.name === name);
      const versions = all.map((each) => this.#pack(each, url));
      const latest = versions.at(-1)!.version;
      const packument = {
        name,
        "dist-tags": { latest },
        versions: Object.fromEntries(
          versions.map((each) => [each.version, each]),
        ),
      };
      this.#answers.set(name, JSON.stringify(packument));
    }
    return {
      npm_config_registry: `${url}/`,
      npm_config_cache: join(this.folder, "cache"),
      npm_config_userconfig: join(this.folder, "npmrc"),
    };
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
    rmSync(this.folder, { recursive: true, force: true });
  }

  #pack({ manifest, files }: Published, url: string) {
    const name = `${manifest.name}-${manifest.version}.tgz`.replace("/", "-");
    const folder = join(this.folder, name, "package");
    for (const [path, text] of Object.entries({
      ...files,
      "package.json": JSON.stringify(manifest),
    })) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    const bytes = execFileSync("tar", [
      "-cz",
      "-C",
      dirname(folder),
      "package",
    ]);
    this.#answers.set(name, bytes);
    const shasum = createHash("sha1").update(bytes).digest("hex");
    const { scripts } = manifest as { scripts?: { install?: string } };
    return {
      ...manifest,
      hasInstallScript: scripts?.install !== undefined,
      dist: { tarball: `${url}/${name}`, shasum },
    };
  }
}
