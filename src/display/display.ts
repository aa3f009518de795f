import {toBundle} from "./bundle.js";
import {showsNothing, type Bundle} from "./mime.js";

/** The front end that is running, which puts itself at `globalThis[Symbol.for("ddx.host")]`. */
export interface Host {
  /** Shows a bundle, or replaces what was shown under `id`. */
  show(bundle: Bundle, options: {id?: string; update?: boolean; value?: unknown}): void;
  /** Takes away what was shown; with `wait`, only once something new comes. */
  clear(options: {wait?: boolean}): void;
  /** Told of everything that will be shown but takes its time to draw, so that it can wait for it. */
  await?(coming: Promise<unknown>): void;
  /** Shows text in the front end's pager. */
  page?(value: unknown): void;
  /** Puts text into the next cell, or in place of this one's. */
  setNextInput?(text: string, options?: {replace?: boolean}): void;
}

/** What was displayed, so that it can be replaced in place. */
export interface Handle {
  /** As the value of a cell it is not shown. */
  readonly [showsNothing]: true;
  /** Shows another value at the same place. */
  update(value: unknown): Promise<void>;
}

/** The key under which the running front end puts itself on `globalThis`. */
export const hostKey: unique symbol = Symbol.for("ddx.host") as never;

/** Shows any value where the code runs: in a notebook's cell, in stock tslab or Deno, else as text on standard output. */
export async function display(value: unknown, {id = nextId()}: {id?: string} = {}): Promise<Handle> {
  const host = findHost();
  const show = async (next: unknown, update: boolean) => host.show(await toBundle(next), {id, update, value: next});
  const shown = show(value, false);
  host.await?.(shown);
  await shown;
  return {update: (next) => show(next, true), [showsNothing]: true};
}

/** Takes away what the cell has shown so far; with `wait`, only once something new comes. */
export function clearDisplay({wait = false}: {wait?: boolean} = {}): void {
  findHost().clear({wait});
}

/** Shows text, or anything else as text, in the front end's pager; where there is none, as text. */
export function page(value: unknown): void {
  const {page: turn} = findHost();
  if (turn) turn(value);
  else console.log(value);
}

/** Puts text into the next cell of the notebook, or with `replace` in place of this one's; where there are no cells, nothing. */
export function setNextInput(text: string, {replace = false}: {replace?: boolean} = {}): void {
  findHost().setNextInput?.(text, {replace});
}

interface Globals {
  [hostKey]?: Host;
  Deno?: {jupyter?: {broadcast?(type: string, content: object): Promise<void>}};
  tslab?: {newDisplay?(id?: string): {raw(type: string, value: string): void}; display?: {raw(type: string, value: string): void}};
}

function findHost(): Host {
  const world = globalThis as Globals;
  if (world[hostKey]) return world[hostKey];
  const broadcast = world.Deno?.jupyter?.broadcast;
  if (broadcast) return denoHost(broadcast);
  return world.tslab?.display ? tslabHost(world.tslab.display) : textHost;
}

const denoHost = (broadcast: (type: string, content: object) => Promise<void>): Host => ({
  show: ({data, metadata}, {id, update}) =>
    void broadcast(update ? "update_display_data" : "display_data", {data, metadata, transient: {display_id: id}}),
  clear: ({wait}) => void broadcast("clear_output", {wait: wait ?? false}),
});

// tslab shows one type at a time: the richest text that it can carry.
const tslabHost = (screen: {raw(type: string, value: string): void}): Host => ({
  show: ({data}) => {
    const type =
      ["image/svg+xml", "text/html", "text/markdown", "text/plain"].find((each) => typeof data[each] === "string") ?? "text/plain";
    screen.raw(type, String(data[type]));
  },
  clear: () => undefined,
});

const textHost: Host = {show: ({data}) => console.log(String(data["text/plain"])), clear: () => undefined};

let displayed = 0;
const nextId = (): string => `ddx-${++displayed}`;
