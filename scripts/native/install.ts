import {existsSync} from "node:fs";
import {readFile, rm} from "node:fs/promises";
import {createRequire} from "node:module";
import path from "node:path";
import {bindingFile, compileBinding} from "./binding.js";
import {reason, run} from "./command.js";
import {addShim, link, unlink} from "./link.js";
import {expectCompiler, expectRoom, findPython} from "./needs.js";
import {placeFor} from "./place.js";
import {findPackage, findProject, name, readLinked} from "./state.js";
import {tryNative} from "./trial.js";
import {fetchTensorflow, mb, size, type Watch} from "./wheel.js";

/** Who is told of what is done. */
interface Teller {
  /** Prints a line that stays. */
  say: (line: string) => void;
}

/** Puts native TensorFlow to work in the project of this folder: what is there already is not done again. */
export async function install({say, ...watch}: Watch & Teller): Promise<void> {
  const project = expectProject();
  const begun = performance.now();
  const tfjsNode = await ensurePackage(project, {say, ...watch});
  await addShim(tfjsNode);
  const before = await tryNative(project);
  if (before.ok) return say(`✓ native TensorFlow works already (${before.says})`);
  const place = placeFor();
  const {version} = JSON.parse(await readFile(path.join(tfjsNode, "package.json"), "utf8")) as {version: string};
  if (!existsSync(place.folder)) {
    await expectRoom(path.dirname(place.folder));
    await fetchTensorflow({place, python: await findPython()}, watch);
    say(`✓ TensorFlow ${place.version} from the wheel ${place.wheel}: ${mb(await size(place.folder))} in ${place.folder}`);
  }
  if (!existsSync(bindingFile(place, {version}))) {
    await expectCompiler();
    await compileBinding({place, tfjsNode, python: await findPython()}, watch);
    say(`✓ the binding of ${name} ${version}, compiled against it`);
  }
  watch.signal.throwIfAborted();
  await link(tfjsNode, {place, version});
  const after = await tryNative(project);
  if (!after.ok) {
    await unlink(tfjsNode);
    throw new Error(`native TensorFlow was built but does not work: ${after.says}; the project is as it was`);
  }
  say(
    `✓ linked into ${path.relative(process.cwd(), tfjsNode)}; a matMul and a convolution are right (${after.says}), after ${((performance.now() - begun) / 1000).toFixed(1)} s`,
  );
  say(
    "To use it: DDX_BACKEND=tensorflow, or leave the choice to auto. After npm ci run npx ddx native again: it takes a second. To undo it: npx ddx native --remove",
  );
}

/** Takes native TensorFlow away from the project of this folder. */
export async function uninstall({cache, say}: Teller & {cache: boolean}): Promise<void> {
  const project = expectProject();
  const tfjsNode = findPackage(project);
  const linked = tfjsNode === undefined ? undefined : await readLinked(tfjsNode);
  if (tfjsNode) await unlink(tfjsNode);
  say(
    linked
      ? `✓ took native TensorFlow out of ${project}; the package itself stays: npm uninstall ${name} removes it`
      : "there was nothing to take out of this project",
  );
  const {folder} = placeFor();
  const above = path.dirname(folder);
  if (cache) await rm(above, {recursive: true, force: true});
  if (existsSync(folder))
    say(
      `TensorFlow's libraries stay in ${folder} (${mb(await size(folder))}) for other projects; npx ddx native --remove --cache deletes them`,
    );
  else if (cache) say(`✓ deleted ${above}`);
}

/** Finds the project's tfjs-node, or installs it without its script, in tfjs's own version: two versions would be two engines. */
async function ensurePackage(project: string, {signal, show, say}: Watch & Teller): Promise<string> {
  const found = findPackage(project);
  if (found) return found;
  const {version} = createRequire(import.meta.url)("@tensorflow/tfjs/package.json") as {version: string};
  show(`installing ${name} ${version}`);
  await npm(["install", "--save-optional", "--save-exact", "--ignore-scripts", `${name}@${version}`], {cwd: project, signal});
  say(`✓ ${name} ${version}, installed without its script as an optional dependency`);
  return findPackage(project)!;
}

function expectProject(): string {
  const project = findProject();
  if (!project) throw new Error(`expected a package.json in ${process.cwd()} or above, got none; npm init -y makes one`);
  return project;
}

async function npm(words: string[], {cwd, signal}: {cwd: string; signal?: AbortSignal}): Promise<void> {
  const done = await run("npm", [...words, "--no-audit", "--no-fund", "--loglevel", "error"], {cwd, signal});
  if (done.code !== 0) throw new Error(`expected npm ${words.join(" ")} to work in ${cwd}, got: ${reason(done)}`);
}
