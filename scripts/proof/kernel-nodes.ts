import {spawn} from "node:child_process";
import {once} from "node:events";
import {nodeOf} from "../bench/kernel/rivals.js";

/** The kernel's tests under other versions of Node, from npm: `npm run proof kernel-nodes [major …]`. Exit code 1 when a test fails under one of them. */
export async function run(majors: readonly string[]): Promise<void> {
  for (const major of majors.length > 0 ? majors : ["24", "26"]) {
    const node = await nodeOf(Number(major));
    console.log(`\n— Node ${major}: ${node}`);
    const mocha = ["node_modules/mocha/bin/mocha.js", "--enable-source-maps", "--timeout", "120000", "dist/test/kernel/**/*.test.js"];
    const [code] = (await once(spawn(node, mocha, {stdio: "inherit"}), "exit")) as [number | null];
    if (code !== 0) process.exitCode = 1;
  }
}
