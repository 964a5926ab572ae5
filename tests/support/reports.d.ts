export interface Took {
  file: string;
  seconds: number;
}

export interface Counts {
  passed: number;
  failed: number;
  skipped: number;
  names: string[];
  times: Took[];
}

export declare function readVitest(json: string): Counts;
export declare function readJunit(xml: string): Counts;
export declare function listSlowest(times: Took[]): string[];
