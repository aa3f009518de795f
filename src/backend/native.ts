import * as tf from "@tensorflow/tfjs";

// In a variable, so that neither TypeScript nor a bundler asks for the optional package.
const optional: string = "@tensorflow/tfjs-node";

/** Registers native TensorFlow as backend `tensorflow`; returns one line when it cannot: not installed, or its binding does not load. */
export async function loadNative(): Promise<string | undefined> {
  if (tf.findBackendFactory("tensorflow")) return undefined;
  try {
    await import(/* @vite-ignore */ /* webpackIgnore: true */ optional);
    return undefined;
  } catch (error) {
    const {code, message} = error as NodeJS.ErrnoException;
    const absent = code === "ERR_MODULE_NOT_FOUND" && message.includes(`'${optional}'`);
    return absent ? `${optional} is not installed` : `${optional} is installed but its binding does not load: ${message.split("\n")[0]}`;
  }
}
