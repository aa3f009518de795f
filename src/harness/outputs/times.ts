const month = "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)[a-z]*";
const weekday = "(?:(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)[a-z]*,? )?";
const day = String.raw`(?:0?[1-9]|[12]\d|3[01])`;

const date = [
  String.raw`\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])(?!\d)`,
  String.raw`\d{4}\/\d{1,2}\/\d{1,2}(?!\d)`,
  String.raw`\d{1,2}\/\d{1,2}\/\d{4}(?!\d)`,
  String.raw`\d{1,2}\. ?\d{1,2}\. ?\d{4}(?!\d)`,
  String.raw`${weekday}${month}\.? ${day},? \d{4}\b`,
  String.raw`${weekday}${day}\.? ${month}\.? \d{4}\b`,
].join("|");

const zone = String.raw`(?:Z\b| ?(?:GMT|UTC)(?:[-+]\d{1,2}(?::?\d\d)?)?(?: \([^()\n]{1,60}\))?| ?[-+]\d\d:?\d\d\b)`;
const clock = String.raw`(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d(?:[.,]\d+)?)?(?:[ \u202f]?[ap]\.?m\b\.?)?${zone}?`;
const time = new RegExp(String.raw`(?<![\w.:/-])(?:(?:${date})(?:(?:T|,? (?:at )?)${clock})?|${clock}(?![\w:]))`, "giu");

// Milliseconds of the years 2014 to 2033: behind a word that speaks of time, or as the only thing shown.
const epoch =
  /\b1[4-9]\d{11}\b(?!\.\d)(?<=(?:time|date|stamp|epoch|now|created|started|ended|finished|\bts|\bat|At)\w*["']?\s?[:=]?\s?\d{13})|^1[4-9]\d{11}$/g;

const number = String.raw`\d+(?:[.,]\d+)?(?:e-?\d+)?`;
const gap = "[ \\u00a0\\u202f]?";
const unit = "(?:ns|[uµμ]s|ms|s|secs?|seconds?|mins?|minutes?|h|hrs?|hours?)";
const things = "(?:it|its|iterations|steps?|rows?|samples?|examples?|batch(?:es)?|epochs?|images?|tokens?|ops|req|requests?|[KMG]?i?B)";
// `the 1990s` are no duration.
const duration = new RegExp(
  String.raw`(?<![\w.])(?!(?:1[89]|20)\d0s)(?:\d+${gap}h${gap})?(?:\d+${gap}m(?:in)?${gap})?${number}${gap}${unit}(?![\w])`,
  "gu",
);
const rate = new RegExp(String.raw`(?<![\w.])${number}${gap}${things}${gap}(?:\/|per)${gap}(?:s|sec|second|min|minute|h|hour)\b`, "gu");

/** Text in which dates and times, timestamps, durations and rates are masked. */
export const maskTimes = (text: string): string =>
  text.replace(time, "‹time›").replace(epoch, "‹time›").replace(rate, "‹rate›").replace(duration, "‹duration›");
