import {homedir} from "node:os";
import path from "node:path";

/** TensorFlow's wheel of one release for one platform, and where its parts are kept. */
export interface Place {
  /** The package on PyPI. */
  wheel: string;
  /** TensorFlow's version. */
  version: string;
  /** Platform tag that pip is asked for. */
  platform: string;
  /** Size of the wheel in bytes, for the bar of its download. */
  bytes: number;
  /** Endings of its shared libraries' names. */
  library: {framework: string; core: string; link: string};
  /** Folder of the user's cache for this release and platform. */
  folder: string;
}

/** The release that tfjs-node 4.22 was seen to work with. */
const release = "2.21.0";

const wheels: Readonly<Record<string, Pick<Place, "wheel" | "platform" | "bytes">>> = {
  "linux-x64": {wheel: "tensorflow-cpu", platform: "manylinux_2_27_x86_64", bytes: 273_829_956},
  "linux-arm64": {wheel: "tensorflow", platform: "manylinux_2_27_aarch64", bytes: 281_828_020},
  "darwin-arm64": {wheel: "tensorflow", platform: "macosx_12_0_arm64", bytes: 223_405_849},
};

/** What to fetch for this machine; throws one line where TensorFlow has no wheel with libraries to link against. */
export function placeFor({platform, arch}: {platform: string; arch: string} = process): Place {
  const found = wheels[`${platform}-${arch}`];
  if (!found)
    throw new Error(
      `expected one of ${Object.keys(wheels).join(", ")}, got ${platform}-${arch}: TensorFlow has no wheel to link against; use the backend wasm`,
    );
  const mac = platform === "darwin";
  const named = (name: string) => (mac ? `lib${name}.2.dylib` : `lib${name}.so.2`);
  return {
    ...found,
    version: release,
    library: {framework: named("tensorflow_framework"), core: named("tensorflow_cc"), link: mac ? ".2.dylib" : ".so"},
    folder: path.join(cacheFolder(platform), "native", `tensorflow-${release}-${platform}-${arch}`),
  };
}

/** Where this user's caches lie, by the platform's custom; `XDG_CACHE_HOME` moves it. */
function cacheFolder(platform: string): string {
  const usual = platform === "darwin" ? path.join(homedir(), "Library", "Caches") : path.join(homedir(), ".cache");
  return path.join(process.env.XDG_CACHE_HOME || usual, "ddx");
}
