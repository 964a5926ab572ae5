// A benchmark's result: { title, contenders, rounds, measures: [{ name, title, unit, percentile, samples, absent }], floors:
// [{ measure, contender, peer, beside, most }] }, with samples and absent by contender. One file a benchmark.

/** The value at a percentile, between two neighbours by proportion. */
export function at(samples, percentile) {
  const sorted = samples.toSorted((a, b) => a - b);
  const place = ((sorted.length - 1) * percentile) / 100;
  const low = sorted[Math.floor(place)];
  return low + (sorted[Math.ceil(place)] - low) * (place - Math.floor(place));
}

/** What is compared of a contender, or undefined where it has no figure. */
export function valueOf(result, measureName, contender) {
  const measure = result.measures.find(({ name }) => name === measureName);
  const samples = measure?.samples[contender];
  return samples?.length ? at(samples, measure.percentile) : undefined;
}

/** What a floor asks for and what was found; undefined where this run has not measured it. */
export function judge(result, { measure, contender, peer, beside, most }) {
  const own = valueOf(result, measure, contender);
  const other = peer ? valueOf(result, beside ?? measure, peer) : 1;
  if (own === undefined || other === undefined) return undefined;
  const { title, unit } = find(result, measure);
  const against =
    beside && peer === contender ? find(result, beside).title : peer;
  return {
    title: `${contender}: ${title}${against ? ` / ${against}` : `, ${unit}`}`,
    value: own / other,
    most,
    met: own / other <= most,
  };
}

/** Measures whose middle half lies so far apart that a single run says little. */
export function findNoisy(result) {
  return result.measures.filter(({ samples }) =>
    Object.values(samples).some(
      (all) => all.length > 2 && at(all, 75) - at(all, 25) > 0.5 * at(all, 50),
    ),
  );
}

export function round(value) {
  return value >= 1000
    ? Math.round(value).toLocaleString("en")
    : String(Number(value.toPrecision(3)));
}

function find(result, name) {
  return result.measures.find((measure) => measure.name === name);
}
