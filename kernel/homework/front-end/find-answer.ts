/** What of nbgrader's metadata tells whose a cell is. */
interface Role {
  grade_id?: string;
  solution?: boolean;
}

/**
 * Where a student has to write for a question: its own cell if they answer in it, else the answer cell above the check.
 * @param roles of all cells, in order
 * @returns the index; -1 if the question is not there
 */
export function findAnswer(roles: Role[], gradeId: string): number {
  const at = roles.findIndex(({ grade_id }) => grade_id === gradeId);
  const answer = roles
    .slice(0, at + 1)
    .findLastIndex(({ solution }) => solution);
  return answer < 0 ? at : answer;
}
