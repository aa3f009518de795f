import {compose, type Composition} from "./compose.js";

/** A kernel that wasm cannot have; says so in one line instead of "not registered". */
export function unsupported(kernelName: string): Composition {
  return compose(kernelName, () => {
    throw new Error(
      `the wasm backend cannot hold complex numbers, which ${kernelName} needs; call useBackend("cpu") or set DDX_BACKEND=cpu`,
    );
  });
}
