// typescript-eslint's scope manager brings the names of every library of TypeScript, half of all that the first cell
// would wait for. Cells are analyzed without them.
export const scopesWithoutLibs = {
  name: "scopes-without-libs",
  setup(build) {
    const filter = /scope-manager[/\\]dist[/\\]lib[/\\]index\.js$/;
    build.onLoad({ filter }, () => ({ contents: "exports.lib = new Map();" }));
  },
};
