import { library } from "../support/library.ts";
import { checkExecutor } from "./executor-contract.ts";

checkExecutor(
  "ProcessPoolExecutor",
  (options) => new library.ProcessPoolExecutor(options),
);
checkExecutor(
  "ThreadPoolExecutor",
  (options) => new library.ThreadPoolExecutor(options),
);
