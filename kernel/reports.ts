import type {Report} from "./protocol.js";
import type {Running} from "./runs.js";

/** Sends a message that all clients see, or with `to: "stdin"` one to the client of the request `parent` alone. */
export type Publish = (message: {
  type: string;
  content: Record<string, unknown>;
  metadata?: Record<string, unknown>;
  parent: unknown;
  buffers?: readonly Buffer[];
  to?: "stdin";
}) => void;

/** What a runner says, as a message of Jupyter's protocol. */
export function messageOf(
  report: Extract<Report, {type: "stream" | "clear" | "show" | "result"}>,
  {parent, count}: Running,
): Parameters<Publish>[0] {
  switch (report.type) {
    case "stream":
      return {type: "stream", content: {name: report.name, text: report.text}, parent};
    case "clear":
      return {type: "clear_output", content: {wait: report.wait}, parent};
    case "result":
      return {type: "execute_result", content: {...report.bundle, execution_count: count, transient: {}}, parent};
    case "show": {
      const transient = report.id === undefined ? {} : {display_id: report.id};
      return {type: report.update ? "update_display_data" : "display_data", content: {...report.bundle, transient}, parent};
    }
  }
}
