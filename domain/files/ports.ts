import type { StoredFile } from './stored-file.ts';

export type StoredFiles = {
  /** The file with this type of content that belongs to the entity, the newest if there are several. */
  findOf(entityType: string, entityId: string, contentType: string): Promise<StoredFile | undefined>;
  /** The file that storage has under this key. */
  findByKey(key: string): Promise<StoredFile | undefined>;
  add(file: StoredFile): void;
  /** What an uploaded file belongs to, and who added it. */
  ownersOf(id: string): Promise<{ readonly entityType: string; readonly entityId: string; readonly createdBy: string | null } | undefined>;
  /** How many uploads belong to the record. Until the end of the unit nobody else is told, so that none is added beside. */
  countForChange(entityType: string, entityId: string): Promise<number>;
  /** Adds the file of an upload, which is nobody's from its beginning until now. @throws DomainError `entity.absent` if it was cleared away */
  claim(file: StoredFile, stamp: { readonly at: Date; readonly by: string | null }): Promise<void>;
  /**
   * Lets go of a file: the row goes, and its content is to be cleared away.
   * @throws DomainError `entity.absent` if somebody was faster, `record.referenced` while an inspection shows it
   */
  drop(id: string, now: Date): Promise<void>;
  /** Lets go of all files of a record. Says which those were. */
  dropOf(entityType: string, entityId: string, now: Date): Promise<StoredFile[]>;
  /** Keys whose content nobody owns and nobody will, locked: at most so many. Whoever locks others is not waited for. */
  lockStrays(now: Date, limit: number): Promise<string[]>;
  /** Those keys are cleared away. */
  forgetStrays(keys: readonly string[]): Promise<void>;
};

/**
 * Content that storage may have and no file names: noted down before it is put there, and given up when a file claims it. So whatever
 * is left of an upload that was cut off, by a client or by the end of a process, is found without looking through all of storage.
 */
export type StrayContent = {
  /** Of its own, whatever becomes of the transaction around it. */
  expect(key: string, clearAfter: Date): Promise<void>;
  /** Whether it is nobody's still; then it is nobody's for good. */
  giveUp(key: string, now: Date): Promise<boolean>;
  forget(key: string): Promise<void>;
};

/** What a file is, by its first bytes: a media type; undefined where they tell nothing. */
export type FileTypes = (head: Uint8Array) => Promise<string | undefined>;

/** Signed links to one file, good for a while and for whoever holds them. */
export type FileLinks = {
  sign(fileId: string, expiresAt: Date): string;
  /** @throws DomainError `file.link_invalid` */
  verify(fileId: string, token: string, now: Date): void;
};

/** The papers that are drawn as PDF: statutory ones, gate passes, and a vehicle's history. */
export const paperKinds = ['INVOICE', 'CHALLAN', 'RECEIPT', 'REFUND_VOUCHER', 'CREDIT_NOTE', 'DEBIT_NOTE', 'GATE_PASS', 'HISTORY'] as const;
export type PaperKind = (typeof paperKinds)[number];

/** Which of the copies that the law wants made (CGST Rules 48 and 55(2)); each is marked as what it is. */
export const paperCopies = ['ORIGINAL', 'DUPLICATE', 'TRIPLICATE'] as const;
export type PaperCopy = (typeof paperCopies)[number];

/**
 * One paper: of which kind and record, which copy, whether it bears the mark of a cancelled document, and whether it bears what the
 * registration portal answered. The paper of before stays what it was: a cancelled or a registered one is another paper.
 */
export type PaperRef = {
  readonly kind: PaperKind;
  readonly id: string;
  readonly copy: PaperCopy;
  readonly cancelled: boolean;
  /** Only of what has an e-invoice: with its reference number and signed QR code (CGST Rule 46(r)). */
  readonly registered?: boolean | undefined;
};

/** The paper that is made as soon as there is something to draw. */
export const originalOf = (kind: PaperKind, id: string): PaperRef => ({ kind, id, copy: 'ORIGINAL', cancelled: false });

/** Where uploads lie, parted by the day (UTC) they came in on. */
export const uploadKey = (id: string, now: Date): string => `uploads/${now.toISOString().slice(0, 'YYYY-MM-DD'.length)}/${id}`;

const folders: Readonly<Record<PaperKind, readonly [folder: string, file: string]>> = {
  INVOICE: ['invoices', 'invoice'],
  CHALLAN: ['challans', 'challan'],
  RECEIPT: ['receipts', 'receipt'],
  REFUND_VOUCHER: ['refund-vouchers', 'refund-voucher'],
  CREDIT_NOTE: ['credit-notes', 'credit-note'],
  DEBIT_NOTE: ['debit-notes', 'debit-note'],
  GATE_PASS: ['gate-passes', 'gate-pass'],
  HISTORY: ['histories', 'history'],
};

/** What tells a paper from the original one, for its file's name: `-duplicate`, `-e-invoice`, `-cancelled`. */
export const suffixOf = ({ copy, cancelled, registered }: PaperRef): string =>
  `${copy === 'ORIGINAL' ? '' : `-${copy.toLowerCase()}`}${registered ? '-e-invoice' : ''}${cancelled ? '-cancelled' : ''}`;

/** The key in storage of a paper, made or to be made: `invoices/0198…/invoice.pdf`. */
export const paperKey = (paper: PaperRef): string => {
  const [folder, file] = folders[paper.kind];
  return `${folder}/${paper.id}/${file}${suffixOf(paper)}.pdf`;
};

/** Below which prefixes storage keeps what files name. */
export const filePrefixes: readonly string[] = [
  'uploads/',
  'imports/',
  'logos/',
  ...Object.values(folders).map(([folder]) => `${folder}/`),
];

/** The key in storage of a branch's logo, by the SHA-256 of its content. */
export const logoKey = (sha256: string): string => `logos/${sha256}`;
