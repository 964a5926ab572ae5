export interface ReleaseState {
  version: string;
  changelog: string;
  /** What `git status --porcelain` says. */
  changes: string;
  tags: string[];
  /** Names of the wheels and of npm's package that were made. */
  files: string[];
}

export function examineRelease(
  state: ReleaseState,
): { what: string; good: boolean; mend: string }[];
