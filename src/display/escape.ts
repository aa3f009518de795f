/** Text that is inert in HTML and SVG, inside elements and quoted attributes. */
export const escapeHtml = (text: unknown): string => String(text).replace(/[&<>"'`]/g, (sign) => `&#${sign.charCodeAt(0)};`);

/** Text without control characters, so that strings from data cannot steer a terminal; line ends stay. */
export const plain = (text: unknown): string =>
  String(text).replace(/[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, " ");

/** Text without the escape sequences that colour a terminal. */
export const stripAnsi = (text: string): string =>
  text.replace(/\u001b\[[0-9;?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)|\u001b[ -/]+[0-~]|\u001b[@-_]/g, "");

/** JSON that is inert inside a `<script>` element. */
export const scriptJson = (value: unknown): string =>
  JSON.stringify(value).replace(/[<>&\u2028\u2029]/g, (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`);

/** Only a web address is a link; anything else is undefined. */
export const webAddress = (url: unknown): string | undefined =>
  typeof url === "string" && /^https?:\/\/[^\s]+$/i.test(url) ? url : undefined;

/** A short name that depends on the text only: FNV-1a, eight hexadecimal digits. */
export function hash(text: string): string {
  let state = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) state = Math.imul(state ^ text.charCodeAt(index), 0x01000193);
  return (state >>> 0).toString(16).padStart(8, "0");
}
