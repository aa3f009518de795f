import {execFile} from "node:child_process";
import {createRequire} from "node:module";
import {promisify} from "node:util";
import type {Command} from "commander";
import {version} from "../src/version.js";
import {bugLines, knownBad, type Line} from "./bugs.js";

/** `ddx doctor`: what works on this machine and what to do about the rest. */
export function addDoctor(program: Command): void {
  program
    .command("doctor")
    .description("say what works on this machine: Node, backends, the kernel, Jupyter")
    .option("--known <file>", "a JSON list of known bugs in place of ddx's own")
    .option("--json", "print as JSON")
    .action(run);
}

async function run({json, known}: {json?: boolean; known?: string}): Promise<void> {
  const before = [node(), await tensorflow(), ...(await backends())];
  const bugs = await knownBad(known);
  const lines = [...before, ...(await native()), ...bugLines(bugs), await zeromq(), await kernelspec(), await jupyter()];
  const healthy = lines.every(({ok, required}) => ok || !required);
  if (json) console.log(JSON.stringify({ddx: version, healthy, lines, bugs}, null, 1));
  else
    console.log(
      [
        `ddx ${version}`,
        ...lines.map(({name, ok, says, required}) => `${ok ? "✓" : required ? "✗" : "–"} ${name.padEnd(12)} ${says}`),
        healthy ? "All that ddx needs is here." : "Something that ddx needs is missing: see ✗.",
      ].join("\n"),
    );
  process.exitCode = healthy ? 0 : 1;
}

function node(): Line {
  const [major, minor] = process.versions.node.split(".").map(Number) as [number, number];
  const ok = major > 20 || (major === 20 && minor >= 19);
  return {
    name: "Node",
    ok,
    required: true,
    says: ok ? `${process.version} on ${process.platform} ${process.arch}` : `${process.version} is too old; ddx needs 20.19 or newer`,
  };
}

/** The library's tfjs, and whether the folder's own is another copy. */
async function tensorflow(): Promise<Line> {
  const {tf} = await import("../src/index.js");
  const here = createRequire(`${process.cwd()}/`);
  const own = resolve(here, "@tensorflow/tfjs");
  const ours = resolve(createRequire(import.meta.url), "@tensorflow/tfjs");
  const copies =
    own && own !== ours
      ? `; this folder has a second copy (${here("@tensorflow/tfjs/package.json").version}), which works, but run npm dedupe to save memory`
      : "";
  return {name: "tfjs", ok: true, says: `${tf.version.tfjs}${copies}`};
}

async function backends(): Promise<Line[]> {
  const {tf, useBackend} = await import("../src/index.js");
  const before = tf.getBackend();
  const lines: Line[] = [];
  for (const name of ["wasm", "tensorflow", "cpu"] as const) {
    try {
      await useBackend(name, {say: false});
      const product = tf.matMul([[1, 2]], [[3], [4]]);
      const right = product.dataSync()[0] === 11;
      product.dispose();
      lines.push({
        name: `  ${name}`,
        ok: right,
        required: name === "wasm",
        says: right ? "works" : "gives a wrong product; choose another with DDX_BACKEND",
      });
    } catch (error) {
      lines.push({name: `  ${name}`, ok: false, required: name !== "tensorflow", says: (error as Error).message.split("\n")[0]!});
    }
  }
  if (before) await tf.setBackend(before);
  return lines;
}

/** What `ddx native` did to this folder's tfjs-node. */
async function native(): Promise<Line[]> {
  const {findProject, findPackage, readLinked} = await import("./native/state.js");
  const project = findProject();
  const tfjsNode = project && findPackage(project);
  if (!tfjsNode) return [];
  const linked = await readLinked(tfjsNode);
  return [
    {name: "  native", ok: true, says: linked ? `TensorFlow ${linked.tensorflow}, linked by ddx native` : "tfjs-node as npm installed it"},
  ];
}

async function zeromq(): Promise<Line> {
  try {
    const {version: library} = await import("zeromq");
    return {name: "zeromq", ok: true, says: `${library}: the Jupyter kernel can talk`};
  } catch (error) {
    return {
      name: "zeromq",
      ok: false,
      says: `does not load (${(error as Error).message.split("\n")[0]}); ddx run and ddx test work without it, Jupyter does not`,
    };
  }
}

async function kernelspec(): Promise<Line> {
  const {findKernelspec} = await import("../kernel/install.js");
  const found = await findKernelspec();
  return {name: "kernelspec", ok: found !== undefined, says: found ?? "not installed; ddx kernel install makes it known to Jupyter"};
}

async function jupyter(): Promise<Line> {
  try {
    const {stdout} = await promisify(execFile)("jupyter", ["--version"], {timeout: 20000});
    const cores = stdout.split("\n").filter((line) => /jupyterlab|jupyter_client|nbclient/.test(line) && !/not installed/.test(line));
    return {name: "Jupyter", ok: true, says: cores.map((line) => line.replace(/\s+/g, " ").trim()).join(", ") || "is here"};
  } catch {
    return {
      name: "Jupyter",
      ok: false,
      says: "not found; ddx run, test and report need none (pip install jupyterlab to explore in a browser)",
    };
  }
}

function resolve(require: NodeJS.Require, name: string): string | undefined {
  try {
    return require.resolve(name);
  } catch {
    return undefined;
  }
}
