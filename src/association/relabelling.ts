import jstat from "jstat";

/** Another naming of classes under which more labels agree with answers. */
export interface Relabelling {
  /** For each class that is answered, the class that the labels call it. */
  names: readonly number[];
  /** Shares of rows that agree before and after. */
  before: number;
  after: number;
  /** Probability of as great a gain by chance: McNemar's exact test. */
  p: number;
}

/** Gain in agreement that is worth a word, least agreement afterwards, and level: the best of many namings always gains a little by chance. */
const gates = {gain: 0.1, after: 0.5, level: 1e-4};

/** Classes that are matched at most. */
const mostClasses = 20;

/** The one-to-one naming of classes with the best agreement (Kuhn 1955), when it beats the given one by far. */
export function relabelling(answers: Int32Array, {labels, classes}: {labels: Int32Array; classes: number}): Relabelling | undefined {
  if (classes > mostClasses || classes < 2) return undefined;
  const agree = Array.from({length: classes}, () => new Array<number>(classes).fill(0));
  answers.forEach((answer, i) => labels[i]! >= 0 && agree[answer]![labels[i]!]!++);
  const names = assignment(agree.map((row) => row.map((count) => -count)));
  const rows = answers.length;
  const won = names.reduce((sum, to, from) => sum + (to === from ? 0 : agree[from]![to]!), 0);
  const lost = names.reduce((sum, to, from) => sum + (to === from ? 0 : agree[from]![from]!), 0);
  const before = agree.reduce((sum, row, c) => sum + row[c]!, 0) / rows;
  const after = before + (won - lost) / rows;
  // Each class that is renamed must for the most part be called so: a class that is hard to tell is no renamed one.
  const clear = names.every((to, from) => to === from || 2 * agree[from]![to]! > agree[from]!.reduce((a, b) => a + b, 0));
  const p = won + lost === 0 ? 1 : 1 - jstat.binomial.cdf(won - 1, won + lost, 0.5);
  return clear && after - before >= gates.gain && after >= gates.after && p < gates.level ? {names, before, after, p} : undefined;
}

/** For each row its column, so that the sum of costs is least: the Hungarian method by shortest augmenting paths, `size³` steps. */
export function assignment(cost: readonly (readonly number[])[]): number[] {
  const size = cost.length;
  const [rowPrice, columnPrice] = [new Array<number>(size + 1).fill(0), new Array<number>(size + 1).fill(0)];
  const rowOf = new Array<number>(size + 1).fill(size);
  for (let row = 0; row < size; row++) augment(row, {cost, rowPrice, columnPrice, rowOf});
  const columns = new Array<number>(size).fill(0);
  for (let column = 0; column < size; column++) columns[rowOf[column]!] = column;
  return columns;
}

interface Matching {
  cost: readonly (readonly number[])[];
  rowPrice: number[];
  columnPrice: number[];
  /** The row of each column; the last entry is the one to be placed. */
  rowOf: number[];
}

function augment(row: number, {cost, rowPrice, columnPrice, rowOf}: Matching): void {
  const size = cost.length;
  const [least, from, done] = [
    new Array<number>(size).fill(Infinity),
    new Array<number>(size).fill(size),
    new Array<boolean>(size + 1).fill(false),
  ];
  rowOf[size] = row;
  let at = size;
  do {
    done[at] = true;
    const here = rowOf[at]!;
    let [step, next] = [Infinity, size];
    for (let column = 0; column < size; column++) {
      if (done[column]) continue;
      const reduced = cost[here]![column]! - rowPrice[here]! - columnPrice[column]!;
      if (reduced < least[column]!) [least[column], from[column]] = [reduced, at];
      if (least[column]! < step) [step, next] = [least[column]!, column];
    }
    for (let column = 0; column <= size; column++) {
      if (done[column]) {
        rowPrice[rowOf[column]!]! += step;
        columnPrice[column]! -= step;
      } else least[column]! -= step;
    }
    at = next;
  } while (rowOf[at] !== size);
  for (; at !== size; at = from[at]!) rowOf[at] = rowOf[from[at]!]!;
}
