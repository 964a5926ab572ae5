import { measures } from "./contenders.ts";

/** Runs one contender of one measure and prints its figure; without names prints what there is. */
const [measure = "", contender = ""] = process.argv.slice(2);
const run = measures[measure]?.contenders[contender];
if (run === undefined) {
  console.log(
    JSON.stringify(
      Object.entries(measures).map(([name, { contenders, ...rest }]) => ({
        name,
        ...rest,
        contenders: Object.keys(contenders),
      })),
    ),
  );
} else {
  console.log(await run());
}
process.exit();
