import type {Session} from "./session.js";

/** A session that is still being loaded: what is asked of it waits for that, in order. */
export function lobby(session: Promise<Session>): Session {
  let opened: Session | undefined;
  session.then(
    (it) => (opened = it),
    () => undefined,
  );
  return {
    request: async (type, content, from) => (opened ?? (await session)).request(type, content, from),
    answer: (text) => opened?.answer(text),
    interrupt: () => opened?.interrupt(),
    shutdown: async () => (await session).shutdown(),
  };
}
