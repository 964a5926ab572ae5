import { expect, test } from "vitest";
import { CellWork } from "../../../../kernel/interpreter/reading/cell-work.ts";

// Where each is asked about stands the word `here`.
test.each([
  ["here()", false],
  ["try { here() } catch {}", true],
  ["try { here() } finally {}", false],
  ["try { try { here() } finally {} } catch {}", true],
  ["try { } catch { here() }", false],
  ["try { const f = () => { here() } } catch {}", false],
  ["class A { m(): void { try { here() } catch {} } }", true],
  ["const x = {\n", false],
])("in %j what is thrown is caught in its function: %j", (code, caught) => {
  const work = new CellWork();
  const at = Math.max(code.indexOf("here"), 0);
  expect(work.isCaught(code, 0, at)).toBe(caught);
});
