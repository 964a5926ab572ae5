const POLL_MS = 1000;

/**
 * Calls back once the server that started this kernel is gone without having said so, e.g. killed; its kernels must not
 * stay. jupyter_client names its process in JPY_PARENT_PID.
 */
export function watchParent(
  onGone: () => void,
  parent = Number(process.env["JPY_PARENT_PID"]),
): void {
  // In a container of its own the kernel can't see the server, and would take it for gone.
  if (!Number.isInteger(parent) || parent <= 1 || !isAlive(parent)) return;
  const startedBy = process.ppid;
  const timer = setInterval(() => {
    // A process without parent goes to another one; under a wrapper program only the look at the server helps.
    if (isAlive(parent) && (process.ppid === startedBy || startedBy !== parent))
      return;
    clearInterval(timer);
    onGone();
  }, POLL_MS);
  timer.unref();
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    // EPERM: it lives, under another user.
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
