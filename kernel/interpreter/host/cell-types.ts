import type { CellReader } from "../reading/cell-reader.ts";
import type { LanguageService } from "../types/language-service.ts";
import type { TypeServer } from "../types/type-server.ts";
import type { LostNames } from "./lost-names.ts";
import type { TypeCheck } from "./type-check.ts";

/** What asks TypeScript's server about cells. */
export interface CellTypes {
  service: LanguageService;
  check: TypeCheck;
}

/** Loads it: it is large, and the first cell may come before it is needed. */
export async function loadCellTypes(
  server: TypeServer,
  reader: CellReader,
  lost: LostNames,
): Promise<CellTypes> {
  const [{ LanguageService }, { TypeCheck }] = await Promise.all([
    import("../types/language-service.ts"),
    import("./type-check.ts"),
  ]);
  const service = new LanguageService(server.options, reader, server);
  return { service, check: new TypeCheck(service, lost) };
}
