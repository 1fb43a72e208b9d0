import type { StoredFile } from './stored-file.ts';

export type StoredFiles = {
  /** The file with this type of content that belongs to the entity, the newest if there are several. */
  findOf(entityType: string, entityId: string, contentType: string): Promise<StoredFile | undefined>;
  /** The file that storage has under this key. */
  findByKey(key: string): Promise<StoredFile | undefined>;
  add(file: StoredFile): void;
};

/** The papers that are drawn as PDF. */
export const paperKinds = ['INVOICE', 'CHALLAN', 'RECEIPT', 'CREDIT_NOTE', 'DEBIT_NOTE', 'GATE_PASS'] as const;
export type PaperKind = (typeof paperKinds)[number];

/** Which of the copies that the law wants made (CGST Rules 48 and 55(2)); each is marked as what it is. */
export const paperCopies = ['ORIGINAL', 'DUPLICATE', 'TRIPLICATE'] as const;
export type PaperCopy = (typeof paperCopies)[number];

/**
 * One paper: of which kind and record, which copy, and whether it bears the mark of a cancelled document. The paper of before it was
 * cancelled stays what it was: a cancelled one is another paper.
 */
export type PaperRef = {
  readonly kind: PaperKind;
  readonly id: string;
  /** The record under which it is asked for, where that is not its own. */
  readonly within?: string;
  readonly copy: PaperCopy;
  readonly cancelled: boolean;
};

/** The paper that is made as soon as there is something to draw. */
export const originalOf = (kind: PaperKind, id: string): PaperRef => ({ kind, id, copy: 'ORIGINAL', cancelled: false });

const folders: Readonly<Record<PaperKind, readonly [folder: string, file: string]>> = {
  INVOICE: ['invoices', 'invoice'],
  CHALLAN: ['challans', 'challan'],
  RECEIPT: ['receipts', 'receipt'],
  CREDIT_NOTE: ['credit-notes', 'credit-note'],
  DEBIT_NOTE: ['debit-notes', 'debit-note'],
  GATE_PASS: ['gate-passes', 'gate-pass'],
};

/** What tells a paper from the original one, for its file's name: `-duplicate`, `-cancelled`. */
export const suffixOf = ({ copy, cancelled }: PaperRef): string =>
  `${copy === 'ORIGINAL' ? '' : `-${copy.toLowerCase()}`}${cancelled ? '-cancelled' : ''}`;

/** The key in storage of a paper, made or to be made: `invoices/0198…/invoice.pdf`. */
export const paperKey = (paper: PaperRef): string => {
  const [folder, file] = folders[paper.kind];
  return `${folder}/${paper.id}/${file}${suffixOf(paper)}.pdf`;
};

/** The key in storage of a branch's logo, by the SHA-256 of its content. */
export const logoKey = (sha256: string): string => `logos/${sha256}`;
