import { PagedTables, pageTablesWith } from "../../display/paged-tables.ts";
import type { PageRequest } from "../../display/table-paging.ts";
import type { Comms } from "./comms.ts";

/** By this target a front end asks for the rows of a table that are not in the notebook. */
const target = "romanesco.table";

/** Answers front ends that page through tables. Whoever marks homework pages through none. */
export function serveTables(comms: Comms): void {
  if (process.env.NBGRADER_EXECUTION !== undefined) return;
  const tables = new PagedTables();
  pageTablesWith(tables);
  comms.registerTarget(target, (comm, opening) => {
    const { id } = opening.data as { id?: unknown };
    comm.onMessage(({ data }) => {
      const { request, ...asked } = data as PageRequest & { request?: unknown };
      const answer = tables.answer(String(id), asked);
      comm.send({ request, ...(answer ?? { gone: true }) });
    });
  });
}
