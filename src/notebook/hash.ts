/** A hash of a text, 16 hexadecimal digits: two lanes of FNV-1a (http://www.isthe.com/chongo/tech/comp/fnv/) over UTF-16 units, mixed at the end; not for secrets. */
export function hash(text: string): string {
  let [a, b] = [0x811c9dc5, 0x9747b28c];
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index);
    a = Math.imul(a ^ unit, 0x01000193);
    b = Math.imul(b ^ unit ^ (a >>> 15), 0x5bd1e995);
  }
  return [mix(a ^ (b >>> 13)), mix(b ^ (a >>> 16))].map((lane) => lane.toString(16).padStart(8, "0")).join("");
}

const mix = (lane: number): number => {
  const half = Math.imul(lane ^ (lane >>> 16), 0x85ebca6b);
  return (Math.imul(half ^ (half >>> 13), 0xc2b2ae35) ^ half) >>> 0;
};
