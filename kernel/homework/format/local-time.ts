/**
 * A time as a person reads it on the wall: "Sunday 29 November 2026, 21:40 (UTC)".
 * @param time as Date.toISOString gives it; what is no time comes back as it is
 * @param timeZone default: this machine's
 */
export function writeLocalTime(time: string, timeZone?: string): string {
  const date = new Date(time);
  if (Number.isNaN(date.getTime())) return time;
  const format = new Intl.DateTimeFormat("en-GB", {
    ...{ weekday: "long", day: "numeric", month: "long", year: "numeric" },
    ...{ hour: "2-digit", minute: "2-digit", hourCycle: "h23" },
    ...{ timeZoneName: "short", timeZone },
  });
  // Put together here: the commas between are others in each version of the language's data.
  const parts = Object.fromEntries(
    format.formatToParts(date).map(({ type, value }) => [type, value]),
  );
  return `${parts.weekday} ${parts.day} ${parts.month} ${parts.year}, ${parts.hour}:${parts.minute} (${parts.timeZoneName})`;
}
