import {expect} from "chai";
import {tf} from "../../src/index.js";
import {copyRows, openPile} from "../../src/watch/rows.js";
import {stack} from "../networks.js";

describe("rows of a watched training", () => {
  it("are copied as they are, with their kind, and no tensor is made", () => {
    const model = stack({features: 2, hidden: []})();
    const [x, y] = [tf.tensor2d([[1, 2], [3, 4]]), tf.tensor2d([[1], [2]], [2, 1], "int32")]; // prettier-ignore
    const before = tf.memory().numTensors;
    const rows = copyRows({x, y}, {model})!;
    expect(tf.memory().numTensors).equal(before);
    expect(rows).deep.equal({
      x: [{values: new Float32Array([1, 2, 3, 4]), shape: [2, 2]}],
      y: [{values: new Int32Array([1, 2]), shape: [2, 1]}],
      given: 2,
    });
    expect(copyRows({x: [1, 2], y}, {model})).equal(undefined);
    tf.dispose([x, y]);
    expect(copyRows({x, y}, {model})).equal(undefined);
  });

  it("are drawn, x and y alike, when there are too many", () => {
    const model = stack({features: 1, hidden: []})();
    const x = tf.range(0, 30000).expandDims(1);
    const rows = copyRows({x, y: x.mul(2)}, {model})!;
    expect([rows.given, rows.x[0]!.shape[0]]).deep.equal([30000, 20000]);
    rows.x[0]!.values.forEach((value, i) => value * 2 === rows.y[0]!.values[i] || expect.fail(`row ${i}`));
  });

  it("are piled up batch by batch, until the pile is closed", () => {
    const pile = openPile({distinct: false});
    const add = (...list: number[]) => pile.add({x: [tf.tensor2d(list.map((one) => [one, one]))], y: [tf.tensor1d(list)]});
    expect(pile.read()).equal(undefined);
    add(1, 2);
    add(2);
    pile.close();
    add(9);
    expect(pile.read()!.y).deep.equal([{values: new Float32Array([1, 2, 2]), shape: [3]}]);
    expect(pile.read()!.x[0]!.shape).deep.equal([3, 2]);
  });

  it("count once where nobody says when an epoch ends", () => {
    const pile = openPile({distinct: true});
    const wide = (seed: number) => tf.randomNormal([3, 40], 0, 1, "float32", seed);
    for (const seed of [1, 2, 1, 2, 3]) pile.add({x: [wide(seed)], y: [tf.tensor2d([[0], [1], [2]])]});
    expect(pile.rows()).equal(9);
  });
});
