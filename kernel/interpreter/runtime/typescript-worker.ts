/** What a worker thread whose program is TypeScript loads first: `node --import`. */
import { register } from "node:module";
import { WorkerStacks } from "../../../lib/transfer/worker-stacks.ts";
import { openTypescriptWorkers } from "./typescript-workers.ts";

register(new URL("./typescript-loader.js", import.meta.url));
new WorkerStacks().install();
openTypescriptWorkers(import.meta.url);
