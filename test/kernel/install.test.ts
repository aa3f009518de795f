import {mkdtemp, readFile, readdir, rm, writeFile} from "node:fs/promises";
import {existsSync} from "node:fs";
import {tmpdir} from "node:os";
import {join} from "node:path";
import {expect} from "chai";
import {dataFolder, findKernelspec, installKernel, removeKernel} from "../../kernel/install.js";

describe("installKernel", () => {
  const {platform} = process;
  const environment = {...process.env};
  let folder: string;
  beforeEach(async () => (folder = await mkdtemp(join(tmpdir(), "ddx-install-"))));
  afterEach(async () => {
    Object.defineProperty(process, "platform", {value: platform});
    for (const name of Object.keys(process.env)) if (!(name in environment)) delete process.env[name];
    Object.assign(process.env, environment);
    await rm(folder, {recursive: true, force: true});
  });

  it("writes a kernelspec that Jupyter can start, and replaces an older one", async () => {
    process.env.JUPYTER_DATA_DIR = folder;
    const written = await installKernel();
    expect(written).to.equal(join(folder, "kernels", "ddx"));
    await writeFile(join(written, "old"), "");
    await installKernel();
    expect(await readdir(join(folder, "kernels"))).to.deep.equal(["ddx"]);
    expect((await readdir(written)).sort()).to.deep.equal(["kernel.json", "logo-svg.svg"]);
    const {argv, ...spec} = JSON.parse(await readFile(join(written, "kernel.json"), "utf8")) as {argv: string[]} & Record<string, unknown>;
    expect(spec).to.include({display_name: "TypeScript (ddx)", language: "typescript", interrupt_mode: "message"});
    expect(argv).to.have.length(3);
    expect(argv[0]).to.equal(process.execPath);
    expect(existsSync(argv[1]!)).to.equal(true);
    expect(argv[2]).to.equal("{connection_file}");
    expect(await findKernelspec()).to.equal(written);
  });

  it("installs into an environment and under another name", async () => {
    expect(await installKernel({prefix: folder, name: "other"})).to.equal(join(folder, "share", "jupyter", "kernels", "other"));
  });

  it("removes what is ours alone", async () => {
    process.env.JUPYTER_DATA_DIR = folder;
    const written = await installKernel();
    expect(await removeKernel()).to.equal(written);
    expect(await removeKernel()).to.equal(undefined);
    const foreign = await installKernel({name: "foreign"});
    await writeFile(join(foreign, "kernel.json"), "{}");
    expect(await removeKernel({name: "foreign"})).to.equal(undefined);
    expect(existsSync(foreign)).to.equal(true);
  });

  it("refuses a name that Jupyter would not take", async () => {
    // "..": the folder above would be replaced.
    for (const name of ["a/b", "..", "."]) {
      const failed = await installKernel({name, prefix: folder}).catch(({message}: Error) => message);
      expect(failed).to.match(/^expected a kernel name/);
    }
  });

  it("knows each platform's folder", () => {
    const on = (value: string, variables: Record<string, string>): string => {
      Object.defineProperty(process, "platform", {value});
      for (const name of ["JUPYTER_DATA_DIR", "XDG_DATA_HOME", "APPDATA"]) delete process.env[name];
      Object.assign(process.env, {HOME: "/home/u", ...variables});
      return dataFolder();
    };
    expect(on("linux", {})).to.equal("/home/u/.local/share/jupyter");
    expect(on("linux", {XDG_DATA_HOME: "/data"})).to.equal("/data/jupyter");
    expect(on("darwin", {})).to.equal("/home/u/Library/Jupyter");
    expect(on("win32", {APPDATA: "/roaming"})).to.equal("/roaming/jupyter");
    expect(on("win32", {JUPYTER_DATA_DIR: "/own"})).to.equal("/own");
  });
});
