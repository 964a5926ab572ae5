import { classesOf, hasMethods, methodOf } from "../method-of.ts";
import type { Offer } from "./offer.ts";

/** Dates, spans and intervals of luxon, dayjs and moment: as they are written, not as they are made. */
const moment: Offer = (value) => {
  const [name] = classesOf(value);
  const isLuxon =
    /^(DateTime|Duration|Interval)$/.test(name ?? "") &&
    hasMethods(value, "toISO", "equals");
  const isOther = hasMethods(value, "toISOString", "format", "isValid", "diff");
  if (!isLuxon && !isOther) return undefined;
  const isValid = isLuxon
    ? (value as { isValid?: boolean }).isValid
    : methodOf(value, "isValid")!();
  const text = isValid
    ? String(methodOf(value, isLuxon ? "toISO" : "toISOString")!())
    : "invalid";
  return { "text/plain": `${isLuxon ? name : "Moment"} ${text}` };
};

export const moments: Offer[] = [moment];
