import { expect, test } from "vitest";
import { heat } from "../../../lib/plots/heat.ts";
import { photos } from "../../../lib/plots/photos.ts";
import { goldenAngle, spiral } from "../../../lib/plots/spiral.ts";

test("a heat map has a row of colours per row", () => {
  const { data, description } = heat(
    {
      rows: ["core 0", "core 1"],
      columns: [0, 1],
      values: [
        [10, 20],
        [0, null],
      ],
    },
    { title: "Cores", amount: "busy (%)", y: "core" },
  );
  expect(data[0]).toMatchObject({
    type: "heatmap",
    z: [
      [10, 20],
      [0, null],
    ],
  });
  expect(description).toBe(
    'Heat map "Cores", busy (%) per core: core 0 15, core 1 0 on average',
  );
});

test("a heat map says which row has too few numbers", () => {
  const map = { rows: ["a", "b"], columns: [0, 1], values: [[1, 2], [3]] };
  expect(() => heat(map)).toThrow("row b has 1 numbers for 2 columns");
});

test("a spiral turns by the golden angle, 360 degrees less a golden cut of them", () => {
  expect(goldenAngle).toBeCloseTo(360 * (1 - 2 / (1 + Math.sqrt(5))), 10);
  const [bud] = spiral({ count: 3, angle: 90 }).data;
  expect(bud).toMatchObject({ x: [0, 0, -1.41], y: [0, 1, 0] });
});

test("neighbouring arms of a spiral differ in colour, however many there are", () => {
  for (const arms of [8, 13, 21]) {
    const [bud] = spiral({ count: 200, arms }).data as {
      marker: { color: number[] };
    }[];
    const colors = bud?.marker.color ?? [];
    expect(colors.slice(arms)).toEqual(colors.slice(0, -arms));
    const round = Array.from({ length: arms }, (_, arm) => arm).sort(
      (a, b) => ((a * goldenAngle) % 360) - ((b * goldenAngle) % 360),
    );
    round.forEach((arm, i) =>
      expect(colors[arm]).not.toBe(colors[round[(i + 1) % arms] as number]),
    );
  }
});

test("photos keep their format and stand above their captions", () => {
  const jpeg = Uint8Array.of(0xff, 0xd8, 0xff, 0xe0);
  const { layout } = photos([{ image: jpeg, caption: "A cauliflower" }]);
  expect(layout.images?.[0]?.source).toBe("data:image/jpeg;base64,/9j/4A==");
  expect(layout.annotations?.[0]?.text).toBe("A cauliflower");
});

test("breaks a caption that is wider than its picture in a narrow window", () => {
  const caption = "romanesco-from-the-garden.jpg";
  const image = "data:image/png;base64,";
  const captionOf = (columns: number) =>
    photos([{ image, caption }], { columns }).layout.annotations?.[0]?.text;
  expect(captionOf(1)).toBe(caption);
  expect(captionOf(4)).toBe("romanesco-from-the-<br>garden.jpg");
});

test("a path is no photo, and the error says what is", () => {
  expect(() => photos([{ image: "photo.jpg", caption: "" }])).toThrow(
    /pass the file's bytes, such as readFileSync/,
  );
});
