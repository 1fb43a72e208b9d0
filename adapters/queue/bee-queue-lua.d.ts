declare module 'bee-queue/lib/lua/index.js' {
  const lua: {
    readonly scripts: Readonly<Record<string, string>>;
    readonly shas: Readonly<Record<string, string>>;
    buildCache(client: object): Promise<unknown>;
  };
  export default lua;
}
