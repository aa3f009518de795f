import {useBackend} from "../../src/index.js";
import {healthyGolden} from "./golden/healthy.js";
import {sickGolden} from "./golden/sick.js";

/**
 * The golden tests on random networks that learn, and on illnesses made by construction: `npm run proof golden [healthy programs] [programs an illness]`.
 * Lines are kept, so that a stopped proof goes on where it was.
 *
 * Measured on 400 programs that learn: no alarm of any of the three (0 – 0.92 %; of ignores-labels in 386, 0 – 0.95 %); 96.0, 99.8 and 99.7 % pass. The sixteen warnings are of
 * cannot-memorise, each of plain SGD at a rate about 0.1 on two far rows of a regression. Of eight sick ones each: learns-shuffled-labels sees a layer that holds 10, 25, 50 and 100 % of the
 * held-out answers in 0, 3, 8 and 8, a fixed path from a column that holds the label with a chance of 0.25, 0.5 and 1 in 2, 8 and 8, weights fitted to 10 to 100 % of the held-out rows and
 * tuned at a tenth of the rate in 3 to 4, a column to be learned and copied rows in none (others see these). ignores-labels sees a loss that reads no target in 8, of 50 or 90 % of the rows in
 * none: it learns from the others; targets that are shuffled apart in 3 of 8, for on so few rows the loss may fall by heart. cannot-memorise fails softmax on one unit, dead relus and a wrong
 * range in 8, and warns of a rate of zero in 8.
 */
export async function run([programs = "400", each = "8"]: readonly string[]): Promise<void> {
  await useBackend("wasm", {say: false});
  if (Number(programs) > 0) await healthyGolden(Number(programs));
  if (Number(each) > 0) await sickGolden(Number(each));
}
