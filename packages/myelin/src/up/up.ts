import type { UpOptions } from "../commands/up.ts";
import { aborted, untilStopped } from "../session/lifetime.ts";
import { Network } from "./network.ts";
import { createView } from "./view.ts";

/** Runs a whole network as processes of their own until it is told to stop or has reached its goal. */
export async function up(options: UpOptions): Promise<void> {
  const stopped = untilStopped();
  const view = createView(options);
  const network = new Network(options, view);
  try {
    await network.start();
    await Promise.race([aborted(stopped), network.run()]);
    view.tell("stopping", "stopping; all of it is kept and goes on at the next start");
  } finally {
    await network.stop();
  }
  view.close(network.milestones);
}
