/**
 * Takes out of Ink and its layout engine what would make the whole program wait while it is loaded:
 * a script cannot, and an ES module that does is never kept compiled.
 */
import { readFileSync } from "node:fs";

const textOf = (path, ...expected) => {
  const text = readFileSync(path, "utf8");
  for (const part of expected)
    if (!part.test(text)) throw new Error(`${path} no longer holds ${part}`);
  return text;
};

const BYTES = /H="data:application\/octet-stream;base64,([A-Za-z\d+/=]+)"/;

/**
 * The engine comes as text within its own text, which it would compile in the background (with a
 * `fetch`, where there is one, for which Node loads undici, HTTP/2 and zlib). It is small: compiled
 * on the spot it takes 2 ms. https://emscripten.org/docs/api_reference/module.html
 */
const ENGINE = `
import loadYoga, { bytes } from "../binaries/yoga-wasm-base64-esm.js";
import wrapAssembly from "./wrapAssembly.js";
const library = {
  instantiateWasm(imports, receive) {
    const compiled = new WebAssembly.Module(Buffer.from(bytes, "base64"));
    receive(new WebAssembly.Instance(compiled, imports));
    return {};
  },
};
loadYoga(library);
export default wrapAssembly(library);
export * from "./generated/YGEnums.js";
`;

export const withoutWaiting = {
  name: "without-waiting",
  setup({ onLoad }) {
    onLoad({ filter: /yoga-wasm-base64-esm\.js$/ }, ({ path }) => {
      const text = textOf(path, BYTES, /import\.meta\.url/, /instantiateWasm/);
      const [whole, bytes] = BYTES.exec(text);
      return {
        contents: `${text.replace(whole, 'H=""').replace("import.meta.url", "undefined")}
export const bytes = ${JSON.stringify(bytes)};`,
      };
    });
    onLoad({ filter: /yoga-layout\/dist\/src\/index\.js$/ }, ({ path }) => {
      textOf(path, /wrapAssembly\(await loadYoga\(\)\)/);
      return { contents: ENGINE };
    });
    // Its debugger is not in the package, and the process edge takes the variable away that asks
    // for it.
    onLoad({ filter: /\/ink\/build\/reconciler\.js$/ }, ({ path }) => ({
      contents: textOf(path, /isDev\(\)/).replaceAll("isDev()", "false"),
    }));
  },
};
