import type { Cell, Notebook } from "./notebook.ts";

/** Takes out pictures that only a solution or a mark scheme showed: they are kept beside the text, in the cell. */
export function clearAttachments(
  notebook: Notebook,
  source: Notebook,
): Notebook {
  const cells = notebook.cells.map((cell, at) =>
    cell.source === source.cells[at]?.source ? cell : clearCell(cell),
  );
  return { ...notebook, cells };
}

function clearCell(cell: Cell): Cell {
  const { attachments, ...rest } = cell;
  if (!attachments) return cell;
  const shown = Object.entries(attachments).filter(([name]) =>
    [name, encodeURI(name)].some((each) =>
      cell.source.includes(`attachment:${each}`),
    ),
  );
  if (shown.length === 0) return rest;
  return { ...cell, attachments: Object.fromEntries(shown) };
}
