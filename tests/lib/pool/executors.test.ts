import type { PoolExecutorOptions } from "../../../lib/index.ts";
import { library } from "../support/library.ts";
import { checkAhead } from "./executor-ahead-contract.ts";
import { checkExecutor } from "./executor-contract.ts";
import { checkOptionsOf } from "./executor-options-contract.ts";
import { checkTrouble } from "./executor-trouble-contract.ts";

type Options = number | PoolExecutorOptions;

for (const check of [checkExecutor, checkTrouble, checkAhead, checkOptionsOf]) {
  check(
    "ProcessPoolExecutor",
    (options: Options) => new library.ProcessPoolExecutor(options),
  );
  check(
    "ThreadPoolExecutor",
    (options: Options) => new library.ThreadPoolExecutor(options),
  );
}
