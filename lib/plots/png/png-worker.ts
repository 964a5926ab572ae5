// The program of the process that draws pictures: figures come in, PNG files go out, one after the other.
import type { PaintReply, PaintRequest } from "./messages.ts";
import { paint } from "./paint.ts";

let queue: Promise<void> = Promise.resolve();

process.on("message", (request) => {
  queue = queue.then(() => answer(request as PaintRequest));
});
// The other side has ended, or wants no more pictures.
process.on("disconnect", () => process.exit());
// Stop is for the cell's code; a picture that is nearly done is still wanted.
process.on("SIGINT", () => undefined);

async function answer({ id, figure }: PaintRequest): Promise<void> {
  let reply: PaintReply;
  try {
    reply = { kind: "painted", id, png: await paint(figure) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    reply = { kind: "failed", id, message };
  }
  process.send?.(reply);
}
