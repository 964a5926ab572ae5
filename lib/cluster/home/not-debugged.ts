import { type Attendant, findAttendant } from "../../platform/attendant.ts";

/** Of whom it has been said. */
let told: Attendant | undefined;

/** Says, once each time that somebody begins to debug, that breakpoints hold up no task on other machines. */
export function sayNotDebugged(): void {
  const attendant = findAttendant();
  if (attendant === undefined || attendant === told) return;
  told = attendant;
  console.warn(
    "tasks on other machines are not debugged: no breakpoint stops them. To debug one, run it here: leave out `on`",
  );
}
