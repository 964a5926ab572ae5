export interface Platform {
  /** Of the wheel's name. */
  tag: string;
  os: string;
  cpu: string;
  libcs: string[];
  /** Names of zeromq's native parts. */
  addons: string[];
}

export const platforms: Record<string, Platform>;
