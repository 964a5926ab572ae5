import { expect, it } from "vitest";
import { IdleMemory } from "../../../kernel/server/idle-memory.ts";

it("gives back what large messages took, without more memory being asked for", async () => {
  const memory = new IdleMemory();
  const takenBytes = 256 * 1024 * 1024;
  const before = process.memoryUsage().external;
  takeAndLetGo(takenBytes);
  expect(process.memoryUsage().external - before).toBeGreaterThan(
    takenBytes / 2,
  );
  memory.answered();
  const held = () => process.memoryUsage().external - before;
  await expect.poll(held).toBeLessThan(takenBytes / 4);
});

function takeAndLetGo(bytes: number): void {
  Buffer.alloc(bytes, 1);
}
