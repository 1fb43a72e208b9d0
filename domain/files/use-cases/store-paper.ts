import { type Actor } from '../../shared/actor.ts';
import { absent } from '../../shared/errors.ts';
import type { Ids } from '../../shared/ports.ts';
import type { Storage } from '../../shared/storage.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { type PaperRef, paperKey, type StoredFiles, suffixOf } from '../ports.ts';
import { keepFile } from './keep-file.ts';
import type { PaperSource } from './paper-source.ts';
import { type Paper, papers, type PaperUnit } from './papers.ts';

type Unit = PaperUnit & { files: StoredFiles };

type Deps = {
  readonly transact: Transact<Unit>;
  readonly ids: Ids;
  readonly storage: Storage;
  /** Draws the frozen copy; the same paper gives the same bytes (INV-05). */
  readonly drawPaper: (paper: Paper) => Promise<Uint8Array>;
};

/**
 * Makes the PDF of a paper and keeps it; if that was done already, says where. The bytes depend on the frozen copy alone, so whoever
 * stores them twice under their key has changed nothing.
 * @throws DomainError `entity.absent` for a draft too, and for a copy that the law does not know
 */
export const storePaper =
  ({ transact, ids, storage, drawPaper }: Deps) =>
  (paper: PaperRef, actor: Actor): Promise<{ readonly key: string; readonly name: string; readonly entityId: string }> =>
    transact(actor, async (unit) => {
      const key = paperKey(paper);
      const made = await unit.files.findByKey(key);
      if (made) return made;
      const source: PaperSource<Unit, Paper['document']> = papers[paper.kind];
      const { document, entityId = paper.id, serviceCenterId, number, copies, stored } = await source.find(unit, paper.id, paper);
      if (!copies.includes(paper.copy)) throw absent('copy of this paper');
      const file = await keepFile({ storage, ids })(unit.files, {
        key,
        name: `${number.replaceAll('/', '-')}${suffixOf(paper)}.pdf`,
        contentType: 'application/pdf',
        bytes: await drawPaper({ ...paper, document } as Paper),
        entityType: source.entityType,
        entityId,
        serviceCenterId,
      });
      unit.record(stored(paper));
      return file;
    });
