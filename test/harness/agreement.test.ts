import {expect} from "chai";
import {agree} from "../../scripts/proof/agreement/agree.js";
import {withFolder} from "./notebooks.js";

const seeds = Array.from({length: 20}, (_, index) => index + 1);

describe("random programs", function () {
  this.timeout(120_000);

  it("do the same in random cells of the kernel, by ddx run and under test, and as one module", () =>
    withFolder({}, async (cwd) => {
      const {cells, errors, modules, disagreements} = await agree(seeds, {cwd});
      expect(disagreements).to.deep.equal([]);
      expect(cells).to.be.greaterThan(100);
      expect(errors).to.be.greaterThan(10);
      expect(modules).to.be.greaterThan(3);
    }));
});
