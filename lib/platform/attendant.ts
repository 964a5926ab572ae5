/**
 * A thread beside the work of each worker process, which begins before it and ends with it: a notebook's debugger has one
 * while somebody debugs. Nothing of it is there otherwise.
 *
 *     attendant                              work
 *       any message                            -> begins, or goes on with its next task
 *       "leave"                                -> answers with the same: what the thread asked of it before has been done
 *       null                                   <- the process ends: the thread does its last, then sets `gone[0]` and wakes
 */
export interface Attendant {
  /** The file that the thread runs. */
  file: string;
  /** For the thread, which finds it in its {@link AttendantData}. */
  data: unknown;
}

/** The `workerData` of the thread. */
export interface AttendantData {
  data: unknown;
  /** Of the worker, for people. */
  name: string;
  gone: Int32Array;
}

type Listener = (attendant: Attendant) => void;

interface Place {
  attendant?: Attendant;
  readonly listeners: Set<Listener>;
}

/** Kept where the kernel's part and the library's, which are two bundles, both find it. */
const key = Symbol.for("romanesco.attendant");

/** Of worker processes that start now; as a rule, none. */
export function findAttendant(): Attendant | undefined {
  return placeIn(globalThis).attendant;
}

/**
 * From now on worker processes have it, those that run already too; undefined: new ones have none.
 * @param holder the global object of those who start them
 */
export function setAttendant(
  attendant: Attendant | undefined,
  holder: object = globalThis,
): void {
  const place = placeIn(holder);
  place.attendant = attendant;
  if (attendant) for (const listener of place.listeners) listener(attendant);
}

/** Calls back when there is another. @returns a function that takes the listener off */
export function onAttendant(listener: Listener): () => void {
  const { listeners } = placeIn(globalThis);
  listeners.add(listener);
  return () => void listeners.delete(listener);
}

function placeIn(holder: object): Place {
  const globals = holder as { [key]?: Place };
  return (globals[key] ??= { listeners: new Set() });
}
