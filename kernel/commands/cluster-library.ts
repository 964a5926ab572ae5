import { pathToFileURL } from "node:url";
import type * as Admin from "../../lib/cluster/admin/index.ts";
import type * as Worker from "../../lib/cluster/agent/run-worker.ts";
import { CommandError } from "../command.ts";
import { findBuilt } from "../installation/package-files.ts";

// What workers run stands beside these files, so they are loaded from where they were built to.

export async function loadAdmin(): Promise<typeof Admin> {
  return (await load("cluster-admin")) as typeof Admin;
}

export async function loadWorker(): Promise<typeof Worker> {
  return (await load("cluster-agent")) as typeof Worker;
}

/** What the library says of a cluster is for the person at the keyboard. */
export async function inWords<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if ((error as Error).name !== "ClusterError") throw error;
    throw new CommandError((error as Error).message);
  }
}

function load(name: string): Promise<unknown> {
  return import(pathToFileURL(findBuilt(`lib/${name}.js`)).href);
}
