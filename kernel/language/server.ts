import {spawn, type ChildProcess} from "node:child_process";
import {pathToFileURL} from "node:url";
import {compiler} from "./compiler.js";
import {connect, type Connection} from "./rpc.js";

/** A place in a file, as language servers count: from 0, in UTF-16 units. */
export interface Position {
  /** Line. */
  line: number;
  /** Unit in the line. */
  character: number;
}

/** A file on disk that changed behind the compiler's back. */
export interface Change {
  /** Its path. */
  file: string;
  /** What happened to it. */
  type: "created" | "changed" | "deleted";
}

interface Running {
  child: ChildProcess;
  connection: Connection;
  since: number;
  ready: Promise<Connection | undefined>;
}

/** How long one answer may take, in milliseconds. */
const patience = 15_000;

/** The same for the first one: a slow machine would not come further by beginning again. */
const firstPatience = 60_000;

/** How long nothing must be asked before memory that is not needed is given back, in milliseconds. */
const idle = 5000;

/** How many servers may die young before no more is started. */
const lives = 4;

/** When a server is not young any more, in milliseconds. */
const youth = 600_000;

const changeTypes = {created: 1, changed: 2, deleted: 3};

/** The native compiler's language server, with files that exist nowhere else; it is started when needed, and again when it died. */
export class Server {
  readonly #files = new Map<string, {text: string; version: number}>();
  #config: {file: string; light: object} | undefined;
  #current: Running | undefined;
  /** One that is only starting is not told: it learns all files once it has started. */
  #told: Connection | undefined;
  /** The one that has answered a question. */
  #warm: Connection | undefined;
  #died = 0;
  #rest: NodeJS.Timeout | undefined;
  #ended = false;

  constructor(private readonly place: {cwd: string; config: string}) {}

  /** The process, while there is one. */
  get pid(): number | undefined {
    return this.#current?.child.pid;
  }

  /** Gives a file a text, in place of what is on disk; tells whether it is another one. */
  write(file: string, text: string): boolean {
    const known = this.#files.get(file);
    if (known?.text === text) return false;
    const version = (known?.version ?? 0) + 1;
    this.#files.set(file, {text, version});
    this.#tell((connection) =>
      known
        ? connection.notify("textDocument/didChange", changed(file, {text, version}))
        : connection.notify("textDocument/didOpen", opened(file, {text, version})),
    );
    return true;
  }

  /** Gives the configuration; `light` are the compiler options that hold while a server that starts is told its files. */
  configure({file, text, light}: {file: string; text: string; light: object}): void {
    if (this.#config && this.#config.file !== file) this.drop(this.#config.file);
    this.#config = {file, light};
    this.write(file, text);
  }

  /** Takes a file away. */
  drop(file: string): void {
    if (this.#files.delete(file)) this.#tell((it) => it.notify("textDocument/didClose", {textDocument: {uri: uri(file)}}));
  }

  /** Says what changed on disk. */
  touch(changes: readonly Change[]): void {
    const list = changes.map(({file, type}) => ({uri: uri(file), type: changeTypes[type]}));
    if (list.length > 0) this.#tell((it) => it.notify("workspace/didChangeWatchedFiles", {changes: list}));
  }

  /** Asks about a file; undefined when there is no answer. A server that dies meanwhile is replaced once. */
  ask<T>(method: string, {file, position}: {file: string; position?: Position}): Promise<T | undefined> {
    return this.#request(method, {textDocument: {uri: uri(file)}, ...(position && {position})});
  }

  /** Asks for the rest of what was answered before, such as a completion's signature. */
  resolve<T extends object>(method: string, item: T): Promise<T | undefined> {
    return this.#request(method, item);
  }

  async #request<T>(method: string, params: object): Promise<T | undefined> {
    clearTimeout(this.#rest);
    this.#rest = setTimeout(() => void this.#tidy(), idle).unref();
    for (let attempt = 0; attempt < 2; attempt++) {
      const connection = await this.#start();
      if (!connection) continue;
      try {
        const answer = await this.#inTime(connection.request(method, params), this.#warm === connection ? patience : firstPatience);
        this.#warm = connection;
        return answer as T;
      } catch {
        this.#lose(connection);
      }
    }
    return undefined;
  }

  /** Ends the process; the next question starts another, which knows the same files. */
  restart(): void {
    const old = this.#current;
    this.#current = this.#told = undefined;
    old?.child.kill("SIGKILL");
  }

  /** Ends the process for good. */
  async end(): Promise<void> {
    this.#ended = true;
    clearTimeout(this.#rest);
    const child = this.#current?.child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    await new Promise((resolve) => {
      child.once("close", resolve).once("error", resolve).ref();
      this.restart();
    });
  }

  /** The first collection only marks what the second gives back. */
  async #tidy(): Promise<void> {
    for (let time = 0; time < 2; time++) await this.#told?.request("custom/runGC", undefined).catch(() => undefined);
  }

  #start(): Promise<Connection | undefined> {
    if (this.#ended || this.#died >= lives) return Promise.resolve(undefined);
    this.#current ??= this.#spawn();
    return this.#current?.ready ?? Promise.resolve(undefined);
  }

  #spawn(): Running | undefined {
    const file = compiler();
    if (file === undefined) return void (this.#died = lives);
    const child = spawn(file, ["--lsp", "--stdio"], {stdio: ["pipe", "pipe", "ignore"]});
    const connection = connect({input: child.stdin, output: child.stdout});
    for (const event of ["error", "exit"]) child.once(event, () => this.#lose(connection));
    child.unref();
    for (const pipe of [child.stdin, child.stdout]) (pipe as unknown as {unref?(): void}).unref?.();
    return {child, connection, since: Date.now(), ready: this.#greet(connection)};
  }

  /** A dead server's pipes may end long before its process is said to. */
  #lose(connection: Connection): void {
    connection.close();
    if (this.#current?.connection !== connection) return;
    this.#died = Date.now() - this.#current.since > youth ? 1 : this.#died + 1;
    this.restart();
  }

  async #greet(connection: Connection): Promise<Connection | undefined> {
    try {
      await this.#inTime(connection.request("initialize", greeting(this.place)), patience);
    } catch {
      return void this.#lose(connection);
    }
    connection.notify("initialized", {});
    this.#openAll(connection);
    if (this.#current?.connection === connection) this.#told = connection;
    return connection;
  }

  /** Each file that is opened makes the server read its program again, so that must be a small one until all are there. */
  #openAll(connection: Connection): void {
    const {file: config, light} = this.#config ?? {file: ""};
    const open = (file: string, it: {text: string; version: number}) => connection.notify("textDocument/didOpen", opened(file, it));
    if (light) open(config, {text: JSON.stringify({compilerOptions: light, files: [...this.#files.keys()]}), version: 0});
    for (const [file, it] of this.#files) if (file !== config) open(file, it);
    if (light) connection.notify("textDocument/didChange", changed(config, this.#files.get(config)!));
  }

  #tell(say: (connection: Connection) => void): void {
    if (this.#told) say(this.#told);
  }

  /** Rejects, after replacing the server, when an answer takes too long; the child itself does not keep this process, only its answers do. */
  #inTime<T>(answer: Promise<T>, patience: number): Promise<T> {
    const timer = setTimeout(() => this.restart(), patience);
    return answer.finally(() => clearTimeout(timer));
  }
}

const uri = (file: string): string => pathToFileURL(file).href;

const opened = (file: string, {text, version}: {text: string; version: number}) => ({
  textDocument: {uri: uri(file), languageId: languageOf(file), version, text},
});

const changed = (file: string, {text, version}: {text: string; version: number}) => ({
  textDocument: {uri: uri(file), version},
  contentChanges: [{text}],
});

const languageOf = (file: string): string => (file.endsWith(".json") ? "json" : file.endsWith("x") ? "typescriptreact" : "typescript");

const greeting = ({cwd, config}: {cwd: string; config: string}) => ({
  processId: process.pid,
  rootUri: uri(cwd),
  capabilities: {textDocument: {diagnostic: {}, hover: {contentFormat: ["markdown"]}, completion: {}}, workspace: {}},
  initializationOptions: {
    disablePushDiagnostics: true,
    userPreferences: {customConfigFileName: config, disableAutomaticTypeAcquisition: true, suggest: {autoImports: false}},
  },
});
