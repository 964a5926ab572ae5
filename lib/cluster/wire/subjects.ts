/** Names of streams and subjects. Users are kept apart by a stream and a bucket each, for wildcards are whole tokens. */
export interface Names {
  /** The work queue of this user's tasks. */
  tasks: string;
  /** The durable consumer that all agents of the user pull from. */
  agents: string;
  /** The stream of results and output. */
  back: string;
  /** The object store of code, captured data and what is too large for a message. */
  objects: string;
  /** What a connection's own replies come under: `inbox` and a role. */
  inbox: string;
  /** First tokens of all subjects of the user. */
  root: string;
}

export function namesOf(user: string): Names {
  return {
    tasks: `TASKS_${user}`,
    agents: "agents",
    back: `BACK_${user}`,
    objects: `romanesco_${user}`,
    inbox: `_INBOX_${user}`,
    root: `romanesco.${user}`,
  };
}

/** Of a user's subjects, those of one session. */
export function subjectsOf({ root }: Names, session: string) {
  return {
    batch: (id: string) => `${root}.tasks.${session}.${id}`,
    allBatches: `${root}.tasks.${session}.>`,
    report: `${root}.back.${session}.report`,
    output: `${root}.back.${session}.output`,
    allBack: `${root}.back.${session}.*`,
    call: `${root}.call.${session}`,
    here: `${root}.here.${session}`,
    begun: `${root}.here.${session}.begun`,
    taken: `${root}.here.${session}.taken`,
  };
}

/** Subjects that all sessions of a user hear. */
export const joined = ({ root }: Names): string => `${root}.joined`;
export const left = ({ root }: Names): string => `${root}.left`;
/** Heard by one agent, which never answers: what counts is whether the server knows of anyone who hears it. */
export const alive = ({ root }: Names, agent: string): string =>
  `${root}.alive.${agent}`;

const token = /^[a-z0-9][a-z0-9-]{0,31}$/;

/** Whether a name can stand in subjects and in names of streams. */
export const isUserName = (name: string): boolean => token.test(name);
