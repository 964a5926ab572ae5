// What `import * as tslab from "tslab"` means in a cell: tslab's own functions, bundled without its kernel, showing in
// our cells. tslab 1.0.22 keeps the function that writes to its front end in an exported variable of dist/jupyter.js,
// which its own kernel sets; here it is ours.
import tslab from "tslab";
import jupyter from "tslab/dist/jupyter.js";
import { showTslab } from "./tslab-display.ts";

jupyter.lastWriteDisplayData = ({ data, transient }, update) =>
  showTslab(data, { displayId: transient.display_id, update: Boolean(update) });

export const { display, newDisplay, versions } = tslab;
// `import tslab from "tslab"` works with tslab itself, which is CommonJS.
// oxlint-disable-next-line import/no-default-export
export default { display, newDisplay, versions };
