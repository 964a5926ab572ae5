import { expect, test } from "vitest";
import { makeFeedbackPage } from "../../../../kernel/homework/marks/feedback-html.ts";
import type { Scored } from "../../../../kernel/homework/marks/scored.ts";
import { cell, check, notebook } from "../format/samples.ts";

test("tells of a question how many checks hold, then what each of the others expected, in one column", () => {
  const reasons = [
    "not yet: expected <3>, got [1]. Read again: section 2",
    "1 of 3 checks hold",
  ];
  const own = { comment: "", isChanged: false };
  const scored = {
    scores: [
      { gradeId: "a", points: 1, maxPoints: 3, reasons, ...own },
      { gradeId: "b", points: 2, maxPoints: 2, reasons: [], ...own },
    ],
    ...{ points: 3, maxPoints: 5, pending: 0, lost: 0, late: "" },
  } as unknown as Scored;
  const page = makeFeedbackPage({
    ...{ student: "s1", name: "Ann", assignment: "photos", scored },
    time: "",
    notebook: notebook([
      cell("markdown", "## Sort"),
      check("a", 3, "sort()"),
      check("b", 2, "sum()"),
    ]),
  });
  const rows = page.match(/<tr class=.*<\/tr>/g) ?? [];
  expect(rows.map((row) => row.split("<td>").at(-1))).toEqual([
    "<div>1 of 3 checks hold</div><div>expected <code>&lt;3&gt;</code>, got <code>[1]</code>. Read again: section 2</div></td></tr>",
    "</td></tr>",
  ]);
  expect(page).not.toContain("Handed in");
});
