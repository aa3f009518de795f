import {useBackend} from "../../src/index.js";
import {healthyGolden} from "./golden/healthy.js";
import {sickGolden} from "./golden/sick.js";

/**
 * The golden tests on random networks that learn, and on illnesses made by construction: `npm run proof golden [healthy programs] [programs an illness]`.
 * Lines are kept, so that a stopped proof goes on where it was.
 *
 * Measured on 400 programs that learn: no alarm of any of the three (0 – 0.92 %; of ignores-labels in 386, 0 – 0.95 %); 96.0, 99.8 and 100 % pass. The sixteen warnings are of
 * cannot-memorise, each of plain SGD at a rate about 0.1 on two far rows of a regression.
 */
export async function run([programs = "400", each = "20"]: readonly string[]): Promise<void> {
  await useBackend("wasm", {say: false});
  if (Number(programs) > 0) await healthyGolden(Number(programs));
  if (Number(each) > 0) await sickGolden(Number(each));
}
