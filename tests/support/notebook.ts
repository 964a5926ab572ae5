/** A code cell's source, or that and what it shows. */
export type CellLike =
  | string
  | { source?: string; tags?: string[]; bundle?: Record<string, unknown> };

const ours = {
  name: "romanesco",
  display_name: "TypeScript (Romanesco)",
  language: "typescript",
};

/**
 * A notebook of code cells.
 * @param kernel name of a Python kernel; default: ours
 */
export function notebookOf(cells: CellLike[], kernel?: string): object {
  const kernelspec =
    kernel === undefined
      ? ours
      : { name: kernel, display_name: kernel, language: "python" };
  return {
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec },
    cells: cells
      .map((cell) => (typeof cell === "string" ? { source: cell } : cell))
      .map(({ source = "", tags, bundle }, index) => ({
        id: `cell-${index}`,
        cell_type: "code",
        execution_count: null,
        metadata: tags ? { tags } : {},
        outputs: bundle
          ? [{ output_type: "display_data", metadata: {}, data: bundle }]
          : [],
        source,
      })),
  };
}
