/** What a front end is given to choose from. */
export interface Bundle {
  /** MIME type to value: text, base64 for raster images, or JSON. */
  data: Record<string, unknown>;
  /** MIME type to hints for the front end. */
  metadata: Record<string, unknown>;
}

/** The key of the method by which a value shows itself: it returns a MIME bundle or a promise of it. */
export const showsItself: unique symbol = Symbol.for("Jupyter.display") as never;

/** The key of what is not shown when it is the value of a cell. */
export const showsNothing: unique symbol = Symbol.for("ddx.showsNothing") as never;

/** Whether a cell that ends in a value shows it: not `undefined`, nor a handle of what was displayed already. */
export const isShown = (value: unknown): boolean =>
  value !== undefined && !(typeof value === "object" && value !== null && Object.hasOwn(value, showsNothing));

/** MIME type under which a diagnosis travels as plain JSON, so that a report draws it anew and trusts no stored HTML. */
export const diagnosisType = "application/vnd.ddx.diagnosis+json";

/** MIME type under which a finding, or a list of findings, travels as plain JSON. */
export const findingType = "application/vnd.ddx.finding+json";
