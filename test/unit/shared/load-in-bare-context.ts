// Loads every module below a folder into a context that has ECMAScript and nothing else, and prints how many there were.
// Run with --experimental-vm-modules; a host global used while loading, or an import from outside the folder, is an error.
import { readFileSync, readdirSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { join, resolve } from 'node:path';
import { createContext, runInContext, SourceTextModule, type Module } from 'node:vm';

const [folder, probe] = process.argv.slice(2) as [string, string | undefined];
const root = resolve(folder);
const context = createContext(Object.create(null) as object, { codeGeneration: { strings: false, wasm: false } });
// V8 itself puts these two beside the language in every context.
runInContext('delete globalThis.console; delete globalThis.WebAssembly;', context);

const modules = new Map<string, SourceTextModule>();

const moduleAt = (path: string): SourceTextModule => {
  const known = modules.get(path);
  if (known !== undefined) return known;
  const source = stripTypeScriptTypes(readFileSync(path, 'utf8'));
  const made = new SourceTextModule(source, { context, identifier: path });
  modules.set(path, made);
  return made;
};

const imported = (specifier: string, from: Module): SourceTextModule => {
  const path = resolve(from.identifier, '..', specifier);
  if (!specifier.startsWith('.') || !path.startsWith(root)) throw new Error(`${from.identifier} imports ${specifier} from outside ${root}`);
  return moduleAt(path);
};

const files = readdirSync(root, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts') && !/(^|\/)(dist|node_modules)\//.test(name))
  .map((name) => join(root, name));

for (const path of files) {
  const loaded = moduleAt(path);
  if (loaded.status === 'unlinked') await loaded.link(imported);
  await loaded.evaluate();
}

if (probe !== undefined) {
  const asked = new SourceTextModule(probe, { context, identifier: join(root, 'probe.ts') });
  await asked.link(imported);
  await asked.evaluate();
  process.stdout.write(`${JSON.stringify((asked.namespace as { answer: unknown }).answer)}\n`);
}
process.stdout.write(`${files.length}\n`);
if (files.length === 0) throw new Error(`There is no module below ${root}.`);
