/** A ridge regression made ready for any targets: what it says of a row is linear in the targets. */
export interface Smoother {
  /** Number of rows. */
  rows: number;
  /** Number of columns. */
  columns: number;
  /** The rows in coordinates in which the penalised normal equations are the identity, row-major `rows × columns`. */
  whitened: Float64Array;
  /** Weight of each row's own target in its fitted value: the diagonal of the hat matrix, in [0, 1). */
  leverage: Float64Array;
  /** Lower triangle of the Cholesky factor, row-major `columns × columns`. */
  factor: Float64Array;
}

/** Row-major numbers with their row length. */
export interface Matrix {
  values: Float64Array;
  columns: number;
}

/** The columns and a 1. */
export function withOne({values, columns}: Matrix): Matrix {
  const rows = values.length / columns;
  const wider = new Float64Array(rows * (columns + 1)).fill(1);
  for (let row = 0; row < rows; row++) wider.set(values.subarray(row * columns, (row + 1) * columns), row * (columns + 1));
  return {values: wider, columns: columns + 1};
}

/** Ridge regression of any targets on these columns, with `penalty` a row; Hoerl & Kennard 1970. Costs `rows × columns²`. */
export function smoother({values, columns}: Matrix, {penalty}: {penalty: number}): Smoother {
  const rows = values.length / columns;
  const factor = cholesky(gram({values, columns}, penalty * rows), columns);
  const whitened = whiten({values, columns}, factor);
  const leverage = new Float64Array(rows);
  for (let i = 0; i < rows; i++) {
    let sum = 0;
    for (let j = 0; j < columns; j++) sum += whitened[i * columns + j]! ** 2;
    leverage[i] = Math.min(sum, 1 - 1e-9);
  }
  return {rows, columns, whitened, leverage, factor};
}

/** What the regression says of each row when it is fitted to all rows but this one, exactly (the PRESS residual of Allen 1974). */
export function leaveOneOut(made: Smoother, {values, columns}: Matrix): Float64Array {
  const fitted = apply(made.whitened, {weights: weightsOf(made, {values, columns}), inner: made.columns, columns});
  for (let i = 0; i < made.rows; i++) {
    const own = made.leverage[i]!;
    for (let c = 0; c < columns; c++) {
      const at = i * columns + c;
      fitted[at] = (fitted[at]! - own * values[at]!) / (1 - own);
    }
  }
  return fitted;
}

/** What the regression, fitted to `targets` on its own rows, says of other rows. */
export function predictRows(made: Smoother, {others, targets}: {others: Float64Array; targets: Matrix}): Float64Array {
  const whitened = whiten({values: others, columns: made.columns}, made.factor);
  return apply(whitened, {weights: weightsOf(made, targets), inner: made.columns, columns: targets.columns});
}

function weightsOf({whitened, rows, columns: inner}: Smoother, {values, columns}: Matrix): Float64Array {
  const weights = new Float64Array(inner * columns);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < inner; j++) {
      const w = whitened[i * inner + j]!;
      for (let c = 0; c < columns; c++) weights[j * columns + c]! += w * values[i * columns + c]!;
    }
  return weights;
}

function apply(left: Float64Array, {weights, inner, columns}: {weights: Float64Array; inner: number; columns: number}): Float64Array {
  const rows = left.length / inner;
  const product = new Float64Array(rows * columns);
  for (let i = 0; i < rows; i++)
    for (let j = 0; j < inner; j++) {
      const w = left[i * inner + j]!;
      for (let c = 0; c < columns; c++) product[i * columns + c]! += w * weights[j * columns + c]!;
    }
  return product;
}

/** Lower triangle of the columns' products, with a number added to the diagonal. */
function gram({values, columns}: Matrix, added: number): Float64Array {
  const products = new Float64Array(columns * columns);
  for (let from = 0; from < values.length; from += columns)
    for (let a = 0; a < columns; a++) {
      const left = values[from + a]!;
      if (left === 0) continue;
      const at = a * columns;
      for (let b = 0; b <= a; b++) products[at + b]! += left * values[from + b]!;
    }
  for (let a = 0; a < columns; a++) products[a * columns + a]! += added + 1e-9;
  return products;
}

function cholesky(lower: Float64Array, size: number): Float64Array {
  for (let i = 0; i < size; i++)
    for (let j = 0; j <= i; j++) {
      let sum = lower[i * size + j]!;
      for (let k = 0; k < j; k++) sum -= lower[i * size + k]! * lower[j * size + k]!;
      lower[i * size + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / lower[j * size + j]!;
    }
  return lower;
}

/** Each row solved by forward substitution. */
function whiten({values, columns}: Matrix, factor: Float64Array): Float64Array {
  const solved = Float64Array.from(values);
  for (let from = 0; from < solved.length; from += columns)
    for (let j = 0; j < columns; j++) {
      let sum = solved[from + j]!;
      for (let k = 0; k < j; k++) sum -= factor[j * columns + k]! * solved[from + k]!;
      solved[from + j] = sum / factor[j * columns + j]!;
    }
  return solved;
}
