import {runNamed} from "../named.js";

await runNamed(import.meta.dirname, {what: "proof"});
