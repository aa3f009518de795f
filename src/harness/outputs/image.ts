import {hash} from "../../notebook/hash.js";
import type {MimeData, Output} from "../../notebook/output.js";
import {readChart} from "./chart.js";
import {both, type Compare} from "./difference.js";
import {comparePixels} from "./pixels.js";
import {compareText} from "./text.js";

/** A picture of an output. */
export interface Image {
  /** Its MIME type. */
  type: string;
  /** SVG, or base64 without white space. */
  content: string;
}

/** The pictures of outputs, in order; not those that only show a chart to who cannot draw it. */
export const imagesOf = (outputs: readonly Output[]): Image[] =>
  outputs.flatMap((output) => ("data" in output && !readChart(output.data) ? imagesIn(output.data) : []));

const imagesIn = (data: MimeData): Image[] =>
  Object.keys(data)
    .filter((type) => type.startsWith("image/"))
    .sort()
    .map((type) => ({type, content: type === svg ? String(data[type]) : String(data[type]).replace(/\s/g, "")}));

const svg = "image/svg+xml";

/** Compares pictures: SVG as text with numbers, PNG pixel by pixel, others byte by byte. */
export const compareImages: Compare<Image> = ({stored, fresh}, closeness) => {
  if (stored.type === svg && fresh.type === svg) return compareText(both({stored, fresh}, readSvg), closeness);
  if (stored.type === fresh.type && stored.content === fresh.content) return [];
  const difference =
    stored.type === "image/png" && fresh.type === "image/png" ? comparePixels(both({stored, fresh}, contentOf), closeness) : undefined;
  return difference ?? [{where: "", ...both({stored, fresh}, describeImage)}];
};

const contentOf = ({content}: Image): string => content;

/** SVG with ids by their order, as libraries count them up, and with the letters of paths apart from their numbers. */
function readSvg({content}: Image): string {
  const ids = [...new Set([...content.matchAll(/\bid="([^"]+)"/g)].map(([, id]) => id!))];
  const rename = (whole: string, before: string, id: string) => (ids.includes(id) ? `${before}id${ids.indexOf(id)}` : whole);
  return content
    .replace(/(\bid="|url\(#|href="#)([^")]+)/g, rename)
    .replace(/\bd="[^"]*"/g, (path) => path.replace(/[a-df-z](?=[-+.\d])/gi, "$& "))
    .replace(/>\s*</g, ">\n<");
}

/** A picture in a few words. */
export const describeImage = ({type, content}: Image): string => `${type} ${hash(content).slice(0, 8)}, ${content.length} characters`;
