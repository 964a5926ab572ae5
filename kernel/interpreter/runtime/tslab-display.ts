import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { MimeBundle } from "../../mime-bundle.ts";

/** What tslab's display calls hand to its kernel: the content of a display_data message. */
interface TslabDisplay {
  data: MimeBundle;
  metadata: Record<string, unknown>;
  transient: { display_id?: string };
}

type Show = (
  data: MimeBundle,
  options: { displayId?: string; update: boolean },
) => void;

/**
 * Lets notebooks written for tslab run unchanged: the real package is used, and what its `display` and `newDisplay`
 * show comes out in our cells. tslab 1.0.22 keeps the function that writes to its front end in an exported variable of
 * dist/jupyter.js, which its own kernel sets; here it is ours.
 * @param importer a file that resolves tslab as the cell does
 */
export function connectTslab(importer: string, show: Show): void {
  const require = createRequire(importer);
  const folder = dirname(require.resolve("tslab"));
  const jupyter = require(join(folder, "jupyter.js")) as {
    lastWriteDisplayData: (content: TslabDisplay, update: boolean) => void;
  };
  jupyter.lastWriteDisplayData = ({ data, transient }, update) =>
    show(data, { displayId: transient.display_id, update: Boolean(update) });
}
