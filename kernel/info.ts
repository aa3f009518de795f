import {version} from "../src/version.js";

/** Version of Jupyter's messages that are spoken. */
export const protocolVersion = "5.5";

/** Who this kernel is: the content of a `kernel_info_reply`. */
export const kernelInfo: Readonly<Record<string, unknown>> = {
  status: "ok",
  protocol_version: protocolVersion,
  implementation: "ddx",
  implementation_version: version,
  language_info: {
    name: "typescript",
    version: process.versions.node,
    mimetype: "text/typescript",
    file_extension: ".ts",
    pygments_lexer: "typescript",
    codemirror_mode: "typescript",
    nbconvert_exporter: "script",
  },
  banner: `ddx ${version}: TypeScript on Node.js ${process.versions.node}, with diagnostics for neural networks`,
  debugger: false,
  supported_features: ["kernel subshells"],
  help_links: [
    {text: "TypeScript", url: "https://www.typescriptlang.org/docs/"},
    {text: "TensorFlow.js", url: "https://js.tensorflow.org/api/latest/"},
  ],
};
