import { readSource, sourceFiles, withoutComments } from './source.ts';

/** A name that a file gives to something at its top level, with the source that stands behind it. */
export type TopLevel = { readonly file: string; readonly name: string; readonly text: string; readonly exported: boolean };

const declaration = /^(?<exported>export )?(?:const|class|(?:async )?function) (?<name>\w+)/;

const symbolsIn = (file: string, text: string): TopLevel[] =>
  text.split(/^(?=(?:export )?(?:const|class|(?:async )?function) )/m).flatMap((piece) => {
    const { name, exported } = declaration.exec(piece)?.groups ?? {};
    return name === undefined ? [] : [{ file, name, text: piece, exported: exported !== undefined }];
  });

/** The names that a file has from others, types apart, each with the file and what it is called there. */
const importedBy = (file: string, text: string): Map<string, readonly [string, string]> =>
  new Map(
    [...text.matchAll(/^import \{(?<names>[^}]*)\} from '(?<from>\.[^']+)';/gm)].flatMap(({ groups }) => {
      const names = groups!['names']!.split(',').map((name) => name.trim());
      return names
        .filter((name) => name !== '' && !name.startsWith('type '))
        .map((name) => {
          const [there, here = there] = name.split(' as ');
          return [here!, [new URL(groups!['from']!, `file:///${file}`).pathname.slice(1), there!]] as const;
        });
    }),
  );

/** What of some folders calls what, by name: enough for code in which a name means one thing, as the linter sees to. */
export const symbolsOf = (folders: readonly string[], without: RegExp) => {
  const texts = sourceFiles(folders)
    .filter((file) => !without.test(file))
    .map((file) => [file, withoutComments(readSource(file))] as const);
  const byFile = new Map(texts.map(([file, text]) => [file, new Map(symbolsIn(file, text).map((each) => [each.name, each]))]));
  const imports = new Map(texts.map(([file, text]) => [file, importedBy(file, text)]));

  const named = ({ file, text }: TopLevel): TopLevel[] =>
    [...new Set(text.match(/\b[A-Za-z_]\w*\b/g))].flatMap((word) => {
      const [from, there] = imports.get(file)?.get(word) ?? [file, word];
      return byFile.get(from)?.get(there) ?? [];
    });

  return {
    all: [...byFile.values()].flatMap((symbols) => [...symbols.values()]),
    /** The symbol, and whatever is used by it, however far away. */
    reachedFrom(start: TopLevel): TopLevel[] {
      const reached = new Set([start]);
      // A set is walked through with what is added on the way.
      for (const symbol of reached) for (const next of named(symbol)) reached.add(next);
      return [...reached];
    },
  };
};
