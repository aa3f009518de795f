import {openComm, registerComm, type Comm} from "./comm.js";
import {inspect} from "./inspect.js";
import {showsItself} from "./mime.js";

/** What a widget's state consists of: JSON, with typed arrays and array buffers anywhere in it. */
export type WidgetState = Record<string, unknown>;

/** An object that stands in the notebook and here at the same time; what is set at one end is seen at the other. */
export interface Widget<S extends WidgetState = WidgetState> {
  /** Its name at both ends. */
  readonly id: string;
  /** What is set now. */
  get<K extends keyof S & string>(name: K): S[K];
  /** Sets something, here and in the notebook. */
  set(changes: Partial<S>): void;
  /** Calls back when the notebook, or {@link Widget.set}, changes what is called `name`; gives a function that ends this. */
  on<K extends keyof S & string>(name: K, changed: (value: S[K]) => unknown): () => void;
  /** Sends a message of its own kind to the notebook's end. */
  send(content: unknown, buffers?: readonly (Uint8Array | ArrayBuffer)[]): void;
  /** Calls back for messages of its own kind that come from the notebook's end. */
  onMessage(heard: (content: any, buffers: readonly Uint8Array[]) => unknown): void;
  /** Takes it out of the notebook. */
  close(): void;
}

/** Version of ipywidgets' messages: https://github.com/jupyter-widgets/ipywidgets/blob/main/packages/schema/messages.md. */
const metadata = {version: "2.1.0"};
const models = new Map<string, {state: WidgetState}>();

/** Makes a widget of any kind that Jupyter's widget manager knows; `state` names its model and view. Throws where there is no kernel with comms. */
export function openWidget<S extends WidgetState>(given: S): Widget<S> {
  answerForAll();
  const state: WidgetState = {...given};
  const {json, ...rest} = split(state);
  const comm = openComm("jupyter.widget", {data: {state: json, buffer_paths: rest.buffer_paths}, buffers: rest.buffers, metadata});
  models.set(comm.id, {state});
  return connect<S>(comm, state);
}

function connect<S extends WidgetState>(comm: Comm, state: WidgetState): Widget<S> {
  const listeners = new Map<string, Set<(value: any) => unknown>>();
  const own: ((content: unknown, buffers: readonly Uint8Array[]) => unknown)[] = [];
  const tell = (changes: WidgetState) => {
    Object.assign(state, changes);
    for (const [name, value] of Object.entries(changes)) listeners.get(name)?.forEach((changed) => changed(value));
  };
  const say = (changes: WidgetState) => {
    const {json, buffers, buffer_paths} = split(changes);
    comm.send({method: "update", state: json, buffer_paths}, {buffers, metadata});
  };
  comm.onMessage(({method, state: changes, buffer_paths, content}, {buffers}) => {
    if (method === "update") tell(join(changes, {buffers, buffer_paths}));
    else if (method === "request_state") say(state);
    else if (method === "custom") own.forEach((heard) => heard(content, buffers));
  });
  comm.onClose(() => models.delete(comm.id));
  const widget: Widget<S> & Record<symbol, unknown> = {
    id: comm.id,
    get: (name) => state[name] as never,
    set(changes) {
      say(changes);
      tell(changes);
    },
    on(name, changed) {
      const all = listeners.get(name) ?? new Set();
      listeners.set(name, all.add(changed));
      return () => void all.delete(changed);
    },
    send: (content, buffers = []) => comm.send({method: "custom", content}, {buffers, metadata}),
    onMessage: (heard) => void own.push(heard),
    close() {
      models.delete(comm.id);
      comm.close();
    },
    [showsItself]: () => ({
      "application/vnd.jupyter.widget-view+json": {version_major: 2, version_minor: 0, model_id: comm.id},
      "text/plain": `${String(state._model_name ?? "widget").replace(/Model$/, "")} ${inspect(visible(state))}`,
    }),
  };
  return widget;
}

/** A state without what only the widget manager reads. */
const visible = (state: WidgetState): WidgetState =>
  Object.fromEntries(Object.entries(state).filter(([name, value]) => !name.startsWith("_") && !String(value).startsWith("IPY_MODEL_")));

let answering = false;
/** A notebook that is opened again asks for all states at once. */
function answerForAll(): void {
  if (answering) return;
  answering = true;
  registerComm("jupyter.widget.control", (control) =>
    control.onMessage(({method}) => {
      if (method !== "request_states") return;
      const all = [...models].map(([id, {state}]) => ({id, ...split(state)}));
      const states = Object.fromEntries(
        all.map(({id, json}) => [
          id,
          {model_name: json._model_name, model_module: json._model_module, model_module_version: json._model_module_version, state: json},
        ]),
      );
      const paths = all.flatMap(({id, buffer_paths}) => buffer_paths.map((path) => [id, "state", ...path]));
      control.send({method: "update_states", states, buffer_paths: paths}, {buffers: all.flatMap(({buffers}) => buffers), metadata});
    }),
  );
}

interface Split {
  json: WidgetState;
  buffer_paths: (string | number)[][];
  buffers: (Uint8Array | ArrayBuffer)[];
}

/** Takes binary data out of a state, and says where it was. */
function split(state: WidgetState): Split {
  const found: Omit<Split, "json"> = {buffer_paths: [], buffers: []};
  const copy = (value: unknown, path: (string | number)[]): unknown => {
    if (value instanceof ArrayBuffer || ArrayBuffer.isView(value)) {
      found.buffers.push(value instanceof ArrayBuffer ? value : new Uint8Array(value.buffer, value.byteOffset, value.byteLength));
      found.buffer_paths.push(path);
      return null;
    }
    if (Array.isArray(value)) return value.map((each, index) => copy(each, [...path, index]));
    if (typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, copy(each, [...path, name])]));
  };
  return {json: copy(state, []) as WidgetState, ...found};
}

/** Puts binary data back to where it belongs. */
function join(
  state: WidgetState,
  {buffers, buffer_paths = []}: {buffers: readonly Uint8Array[]; buffer_paths?: (string | number)[][]},
): WidgetState {
  buffer_paths.forEach((path, index) => {
    const place = path.slice(0, -1).reduce<Record<string | number, unknown>>((at, name) => at[name] as Record<string, unknown>, state);
    place[path.at(-1)!] = buffers[index];
  });
  return state;
}
