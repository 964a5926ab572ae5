// The builder knows no TypeScript; the SWC inside rspack strips the types, so no compile step comes first.
module.exports = {
  module: {
    rules: [
      {
        test: /\.ts$/,
        loader: "builtin:swc-loader",
        options: {
          jsc: { parser: { syntax: "typescript" }, target: "es2022" },
        },
        type: "javascript/auto",
      },
    ],
  },
};
