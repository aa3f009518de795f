/** What every cell can use without importing it, as declarations; `tslab` tells whether its module has to be declared too. */
export function givenDeclarations({tslab}: {tslab: boolean}): string {
  return tslab ? `${globals}\n${tslabModule}` : globals;
}

const globals = `/** Shows any value below the cell; the handle that it resolves with replaces what was shown. */
declare function display(value: unknown, options?: {id?: string}): Promise<{
  /** Shows another value at the same place. */
  update(value: unknown): Promise<void>;
}>;
/** Takes away what the cell has shown so far; with \`wait\`, only once something new comes. */
declare function clearOutput(options?: {wait?: boolean}): void;
/** Asks the person at the notebook for a line of text. */
declare function input(prompt?: string, options?: {password?: boolean}): Promise<string>;
/** Asks the person at the notebook for a line of text, and waits; \`null\` when there is no answer. */
declare function prompt(text?: string, preset?: string): string | null;
/** Asks the person at the notebook a question that is answered by yes or no, and waits. */
declare function confirm(text?: string): boolean;
/** Shows the person at the notebook a text, and waits until it was seen. */
declare function alert(text?: string): void;
`;

const tslabModule = `declare module "tslab" {
  export interface Display {
    javascript(text: string): void;
    html(text: string): void;
    markdown(text: string): void;
    latex(text: string): void;
    svg(text: string): void;
    png(bytes: Uint8Array): void;
    jpeg(bytes: Uint8Array): void;
    gif(bytes: Uint8Array): void;
    pdf(bytes: Uint8Array): void;
    text(text: string): void;
    raw(type: string, data: string | Uint8Array): void;
  }
  /** Shows values below the cell. */
  export const display: Display;
  /** A place below the cell whose content is replaced by each call. */
  export function newDisplay(id?: string): Display;
}
`;
