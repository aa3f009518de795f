import {kernelInfo} from "./info.js";
import type {Publish} from "./reports.js";
import type {Session} from "./session.js";

/** A session that says who the kernel is while the real one is being loaded; all else waits for that. */
export function lobby({publish, session}: {publish: Publish; session: Promise<Session>}): Session {
  let opened: Session | undefined;
  session.then(
    (it) => (opened = it),
    () => undefined,
  );
  return {
    request: async (type, content, from) => {
      if (opened || type !== "kernel_info_request") return (opened ?? (await session)).request(type, content, from);
      const {parent} = from;
      publish({type: "status", content: {execution_state: "busy"}, parent});
      queueMicrotask(() => publish({type: "status", content: {execution_state: "idle"}, parent}));
      return kernelInfo;
    },
    answer: (text) => opened?.answer(text),
    interrupt: () => opened?.interrupt(),
    shutdown: async () => (await session).shutdown(),
  };
}
