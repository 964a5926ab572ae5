/** What a worker thread whose program is TypeScript loads first: `node --import`. */
import { WorkerStacks } from "../../../lib/transfer/worker-stacks.ts";
import { openTypescriptWorkers } from "./typescript-workers.ts";
import { registerHooks } from "../../../lib/transfer/module-hooks.ts";

registerHooks(new URL("./typescript-loader.js", import.meta.url));
new WorkerStacks().install();
openTypescriptWorkers(import.meta.url);
