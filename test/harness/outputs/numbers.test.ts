import {expect} from "chai";
import {numbersAgree, numeralsAgree} from "../../../src/harness/outputs/numbers.js";

describe("numbers of outputs", () => {
  const agree = (stored: string, fresh: string, tolerance = 1e-6) => numeralsAgree({stored, fresh}, {tolerance});

  it("lets floats differ by a relative distance", () => {
    expect(agree("0.30000000000000004", "0.3")).to.equal(true);
    expect(agree("123456.7", "123456.75")).to.equal(true);
    expect(agree("123456.7", "123457.7")).to.equal(false);
    expect(agree("0.5", "0.51", 0.05)).to.equal(true);
    expect(agree("0.5", "0.56", 0.05)).to.equal(false);
  });

  it("tells small numbers apart, and takes for 0 what only rounding left of it", () => {
    expect(agree("1e-5", "2e-5")).to.equal(false);
    expect(agree("0.0012", "0.0013")).to.equal(false);
    expect(agree("1.2e-17", "-3.4e-17")).to.equal(true);
    expect(agree("0", "5.6e-17")).to.equal(true);
  });

  it("wants numbers that are printed as integers to be equal, however large", () => {
    expect(agree("1000000", "1000001")).to.equal(false);
    expect(agree("12345678901234567890", "12345678901234567891")).to.equal(false);
    expect(agree("+7", "7")).to.equal(true);
    expect(agree("3", "4", 0.9)).to.equal(false);
  });

  it("compares an integer with a float as floats: noise prints 3 as 2.9999999999999996", () => {
    expect(agree("3", "2.9999999999999996")).to.equal(true);
    expect(agree("3", "3.4")).to.equal(false);
  });

  it("gives no leeway for few digits: an accuracy of 0.9 is not one of 0.93", () => {
    expect(agree("0.9", "0.93")).to.equal(false);
    expect(agree("0.12", "0.13")).to.equal(false);
  });

  it("knows NaN, the infinities and both zeros", () => {
    const same = (stored: number, fresh: number) => numbersAgree({stored, fresh}, {tolerance: 1e-6});
    expect(same(NaN, NaN)).to.equal(true);
    expect(same(NaN, 1)).to.equal(false);
    expect(same(Infinity, Infinity)).to.equal(true);
    expect(same(Infinity, -Infinity)).to.equal(false);
    expect(same(Infinity, 1e308)).to.equal(false);
    expect(same(0, -0)).to.equal(true);
    expect(agree("0", "-0")).to.equal(true);
    expect(agree("0.0", "-0.0")).to.equal(true);
  });
});
