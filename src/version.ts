/** The version of ddx: equal to package.json's, which a test asserts. */
export const version = "0.1.0";
