import { escapeHtml } from "../../escape-html.ts";
import { machineNow } from "../../platform/machine-clock.ts";
import type { Host } from "../link/link-messages.ts";

/** One machine's workers, as `cluster.hosts` lists them. */
export interface ClusterHost {
  /** The machine's name, or that given with `--name`. */
  host: string;
  /** How many tasks run there at the same time. */
  slots: number;
  /** How many run now. */
  busy: number;
  /** Whether tasks run in processes or in threads. */
  kind: "processes" | "threads";
  /** Version of Node there: "22.11.0". */
  node: string;
  /** Version of Romanesco there. */
  version: string;
  /** What was given with `--label`. */
  label: string | undefined;
  /** Seconds since it last answered. */
  lastSeen: number;
  /** Whether it answers. */
  alive: boolean;
  /** So exactly its clock is known here, in milliseconds: half of the shortest way there and back. */
  clockError: number;
}

export function describeHosts(hosts: readonly Host[]): ClusterHost[] {
  const now = machineNow();
  return hosts
    .map((host) => ({
      host: host.host,
      slots: host.slots,
      busy: host.alive ? host.busy : 0,
      kind: host.kind,
      node: host.node,
      version: host.version,
      label: host.label,
      lastSeen: Math.round((now - host.seen) / 100) / 10,
      alive: host.alive,
      clockError: Math.round(host.offsetError * 100) / 100,
    }))
    .toSorted((a, b) => a.host.localeCompare(b.host));
}

/** A table for pages, and lines for consoles. */
export function toMimeBundle(
  server: string,
  hosts: readonly ClusterHost[],
  waiting: number,
): Record<string, string> {
  const alive = hosts.filter((host) => host.alive);
  const slots = alive.reduce((sum, host) => sum + host.slots, 0);
  const busy = alive.reduce((sum, host) => sum + host.busy, 0);
  const headline =
    `${server}: ${count(alive.length, "host")}, ${count(slots, "worker")}, ${busy} busy, ` +
    `${count(waiting, "task")} waiting`;
  const columns = ["host", "workers", "busy", "node", "version", "last seen"];
  const rows = hosts.map((each) => [
    each.label === undefined ? each.host : `${each.host} (${each.label})`,
    each.slots === 1
      ? `1 ${singular[each.kind]}`
      : `${each.slots} ${each.kind}`,
    each.alive ? String(each.busy) : "lost",
    each.node,
    each.version,
    `${each.lastSeen} s ago`,
  ]);
  const advice = hosts.length === 0 ? [noWorkers] : [];
  return {
    "text/plain": [
      headline,
      ...advice,
      ...rows.map((row) => `  ${row.join(", ")}`),
    ].join("\n"),
    "text/html": [
      `<p>${[headline, ...advice].map(escapeHtml).join("<br>")}</p>`,
      rows.length > 0 ? toTable(columns, rows) : "",
    ].join(""),
  };
}

const singular = { processes: "process", threads: "thread" };

const noWorkers =
  "No worker has joined yet: romanesco worker --join SERVER --creds FILE";

function toTable(columns: string[], rows: string[][]): string {
  const head = columns.map((each) => `<th>${escapeHtml(each)}</th>`).join("");
  const body = rows
    .map(
      (row) =>
        `<tr>${row.map((each) => `<td>${escapeHtml(each)}</td>`).join("")}</tr>`,
    )
    .join("");
  return `<table><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
