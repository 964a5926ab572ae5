import { alive, joined, left, namesOf } from "../wire/subjects.ts";

/** What a key may do, as nats-server's configuration has it. */
export interface Permissions {
  publish: string[];
  subscribe: string[];
}

/** A notebook or program: puts tasks in, takes results out, makes no streams. */
export function ofHome(user: string): Permissions {
  const names = namesOf(user);
  const { tasks, agents, back, inbox, root } = names;
  return {
    publish: [
      `${root}.tasks.>`,
      `${root}.call.>`,
      alive(names, "*"),
      // It gives back what a lost agent has taken.
      `$JS.ACK.${tasks}.${agents}.>`,
      ...consumerOf(back, "*"),
      `$JS.API.CONSUMER.CREATE.${back}.>`,
      `$JS.API.CONSUMER.DELETE.${back}.*`,
      `$JS.API.STREAM.INFO.${tasks}`,
      ...deletionFrom(tasks),
      `$JS.API.STREAM.PURGE.${back}`,
      ...objectsOf(user),
    ],
    subscribe: [
      `${inbox}_home.>`,
      `${root}.here.>`,
      joined(names),
      left(names),
      `$JS.EVENT.ADVISORY.CONSUMER.MAX_DELIVERIES.${tasks}.*`,
    ],
  };
}

/** A worker: takes tasks, puts results in, and cannot make tasks. */
export function ofWorker(user: string): Permissions {
  const names = namesOf(user);
  const { tasks, back, agents, inbox, root } = names;
  return {
    publish: [
      `${root}.back.>`,
      `${root}.here.>`,
      joined(names),
      left(names),
      ...consumerOf(tasks, agents),
      `$JS.API.CONSUMER.DELETE.${back}.*`,
      ...deletionFrom(tasks),
      `$JS.API.STREAM.PURGE.${back}`,
      ...objectsOf(user),
    ],
    subscribe: [`${inbox}_worker.>`, `${root}.call.*`, alive(names, "*")],
  };
}

function consumerOf(stream: string, consumer: string): string[] {
  return [
    `$JS.API.CONSUMER.INFO.${stream}.${consumer}`,
    `$JS.API.CONSUMER.MSG.NEXT.${stream}.${consumer}`,
    `$JS.ACK.${stream}.>`,
  ];
}

/** By number: a purge makes the server forget who has what. */
function deletionFrom(stream: string): string[] {
  return [
    `$JS.API.STREAM.MSG.GET.${stream}`,
    `$JS.API.STREAM.MSG.DELETE.${stream}`,
  ];
}

/** The object store is a stream of chunks and one of what they make up. */
function objectsOf(user: string): string[] {
  const { objects } = namesOf(user);
  const stream = `OBJ_${objects}`;
  return [
    `$O.${objects}.>`,
    "$JS.API.INFO",
    `$JS.API.STREAM.INFO.${stream}`,
    `$JS.API.STREAM.PURGE.${stream}`,
    `$JS.API.STREAM.MSG.GET.${stream}`,
    `$JS.API.DIRECT.GET.${stream}.>`,
    `$JS.API.CONSUMER.CREATE.${stream}.>`,
    `$JS.API.CONSUMER.DELETE.${stream}.*`,
    `$JS.API.CONSUMER.INFO.${stream}.*`,
    `$JS.FC.${stream}.>`,
  ];
}
