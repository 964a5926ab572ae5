import { spawn, type ChildProcess } from "node:child_process";
import { findNotebook } from "../notebook.ts";
import { signalChild } from "../platform/signals.ts";

/**
 * Sees to it that worker processes end with this one. A worker that computes does not notice that its parent is gone, and
 * a parent that was killed cannot tell it; so a small shell waits for the end of a pipe from here and then kills them.
 */
const script = `
trap '' INT TERM HUP QUIT
pids=
while read -r change pid; do
  case $change in
    add) pids="$pids $pid" ;;
    remove) rest=; for p in $pids; do [ "$p" = "$pid" ] || rest="$rest $p"; done; pids=$rest ;;
  esac
done
[ -z "$pids" ] || kill -9 $pids 2>/dev/null
`;

class Guard {
  readonly #children = new Set<ChildProcess>();
  #shell: ChildProcess | undefined;
  #watchesExit = false;

  add(child: ChildProcess): void {
    if (child.pid === undefined) return;
    this.#children.add(child);
    this.#watchExit();
    // In the next turn: the worker's first messages are more urgent than the shell.
    setImmediate(() => {
      if (this.#children.has(child)) this.#tell(`add ${child.pid}`);
    });
  }

  remove(child: ChildProcess): void {
    if (!this.#children.delete(child)) return;
    if (this.#children.size > 0) {
      if (this.#shell !== undefined) this.#tell(`remove ${child.pid}`);
    } else {
      this.#shell?.stdin?.end(`remove ${child.pid}\n`);
      this.#shell = undefined;
    }
  }

  #tell(line: string): void {
    // Windows has no /bin/sh; there the workers only notice a closed channel.
    if (process.platform === "win32") return;
    this.#shell ??= startShell();
    this.#shell?.stdin?.write(`${line}\n`);
  }

  #watchExit(): void {
    if (this.#watchesExit) return;
    this.#watchesExit = true;
    process.on("exit", () => {
      for (const child of this.#children) signalChild(child, "SIGKILL");
    });
  }
}

/** Without it, if the machine starts no more processes, only a worker that computes goes on when we are killed. */
function startShell(): ChildProcess | undefined {
  let shell: ChildProcess;
  try {
    shell = spawn("/bin/sh", ["-c", script], {
      stdio: ["pipe", "ignore", "ignore"],
    });
  } catch {
    return undefined;
  }
  findNotebook()?.disown(shell);
  shell.on("error", () => undefined);
  shell.stdin?.on("error", () => undefined);
  shell.unref();
  (shell.stdin as unknown as { unref?(): void } | null)?.unref?.();
  return shell;
}

export const guard = new Guard();
