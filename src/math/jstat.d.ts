declare module "jstat" {
  interface Distribution {
    cdf(x: number, ...parameters: number[]): number;
    inv(p: number, ...parameters: number[]): number;
  }
  const jstat: {
    studentt: Distribution;
    normal: Distribution;
    beta: Distribution;
    chisquare: Distribution;
    binomial: Pick<Distribution, "cdf">;
  };
  export default jstat;
}
