import {serve} from "./server.js";

// What Jupyter starts: `node main.js CONNECTION_FILE`.
const [connectionFile] = process.argv.slice(2);

try {
  if (connectionFile === undefined)
    throw new Error("expected the path of a connection file; Jupyter gives it, ddx kernel install makes Jupyter do so");
  await serve({connectionFile});
} catch (error) {
  console.error(`ddx kernel: ${(error as Error).message}`);
  process.exit(1);
}
