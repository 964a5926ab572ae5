/** What of a host may read this program's data in another way. */
interface Versions {
  host: string;
  node: string;
}

/** @returns a sentence if a host runs another major version of Node than this program */
export function describeMismatch(
  { host, node }: Versions,
  own = process.versions.node,
): string | undefined {
  const major = (version: string): string => version.split(".")[0] ?? "";
  if (major(node) === major(own)) return undefined;
  return (
    `${host} runs Node ${node}, and this program Node ${own}: some values cannot be read there, such as an Error with a cause, or a ` +
    "Float16Array. Run the same major version everywhere."
  );
}
