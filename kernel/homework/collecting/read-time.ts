/**
 * A time as receipts, the names of zips, nbgrader's timestamp.txt and learning platforms write it, in milliseconds; UTC
 * where no zone stands. undefined if it is none.
 */
export function readTime(text: string): number | undefined {
  const parts =
    /^(\d{4}-\d\d-\d\d)[T ](\d\d):?(\d\d):?(\d\d)(\.\d+)?\s*(.*)$/.exec(
      text.trim(),
    );
  if (!parts) return undefined;
  const [, day, hours, minutes, seconds, fraction = "", zone = ""] = parts;
  const time = `${hours}:${minutes}:${seconds}${fraction.slice(0, 4)}`;
  const known = /^[+-]\d\d:?\d\d$/.test(zone)
    ? zone.replace(/^(...):?/, "$1:")
    : zones[zone.toUpperCase()];
  // The system knows those of the United States.
  const at = Date.parse(
    known === undefined ? `${day} ${time} ${zone}` : `${day}T${time}${known}`,
  );
  return Number.isNaN(at) ? readPlaceTime(`${day}T${time}`, zone) : at;
}

/** As nbgrader writes them where a course has set its zone, as far as a name means one alone. */
const zones: Record<string, string> = {
  ...{ "": "Z", UTC: "Z", Z: "Z", GMT: "Z", WET: "+00:00", WEST: "+01:00" },
  ...{ BST: "+01:00", CET: "+01:00", CEST: "+02:00", EET: "+02:00" },
  ...{ EEST: "+03:00", MSK: "+03:00", JST: "+09:00", KST: "+09:00" },
  ...{ AEST: "+10:00", AEDT: "+11:00", NZST: "+12:00", NZDT: "+13:00" },
};

/** A time by the clocks of a place: Europe/Berlin. */
function readPlaceTime(time: string, place: string): number | undefined {
  const asUtc = Date.parse(`${time}Z`);
  if (!place.includes("/") || Number.isNaN(asUtc)) return undefined;
  try {
    const format = new Intl.DateTimeFormat("sv-SE", {
      ...{ timeZone: place, dateStyle: "short", timeStyle: "medium" },
    });
    const offsetAt = (at: number) =>
      Date.parse(`${format.format(at).replace(" ", "T")}Z`) -
      Math.floor(at / 1000) * 1000;
    // Once more, for the hours around a change of the clocks.
    return asUtc - offsetAt(asUtc - offsetAt(asUtc));
  } catch {
    // No such place.
    return undefined;
  }
}
