/** AsyncLocalStorage inside V8, which is the default from Node 24 on. */
export const contextFrameFlag = "--experimental-async-context-frame";

/**
 * Without the first flag a loop that is terminated inside a timer aborts the process ("async hook stack has become
 * corrupted"), on every Node version; 22 and 23 need the last for loops inside AsyncLocalStorage.run.
 */
export function runtimeFlags(version = process.versions.node): string[] {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  const behindFlag = (major === 22 && minor >= 7) || major === 23;
  return [
    "--no-force-async-hooks-checks",
    "--disable-warning=ExperimentalWarning",
    ...(behindFlag ? [contextFrameFlag] : []),
  ];
}
