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
  const isUtc = zone === "" || /^(utc|z|gmt)$/i.test(zone);
  const iso = /^[+-]\d\d:?\d\d$/.test(zone)
    ? zone.replace(/^(...):?/, "$1:")
    : ` ${zone}`;
  const at = Date.parse(isUtc ? `${day}T${time}Z` : `${day}T${time}${iso}`);
  if (!Number.isNaN(at)) return at;
  const named = Date.parse(`${day} ${time} ${zone}`);
  return Number.isNaN(named) ? undefined : named;
}
