import type { storePaper } from '@dms/domain/files/use-cases/store-paper';
import { originalOf, type PaperKind, type PaperRef } from '@dms/domain/files/ports';
import { paperConsumers, paperWork, type PublishedEvent } from '@dms/domain/notifications/ports';
import type { EventName } from '@dms/domain/shared/event-catalogue';
import type { Consumer } from '../consumers.ts';

type Uses = { readonly storePaper: ReturnType<typeof storePaper> };

type Source = {
  /** What freezes the copy that the paper is drawn of; nothing, where that is done for who asks for it. */
  readonly on: EventName | readonly EventName[];
  readonly bears?: (event: PublishedEvent) => boolean;
  /** Which paper it is, where it is not that of the record the event is about. */
  readonly paperId?: (event: PublishedEvent) => string;
  /** What marks the paper beside its kind and record. */
  readonly marks?: (event: PublishedEvent) => Partial<PaperRef>;
  /** Where the paper is found, by the id of the record that it belongs to. */
  readonly path: (id: string) => string;
};

// What was registered is drawn anew, as another paper: invoices and debit notes by the same event.
const registered = ({ name }: PublishedEvent) => ({ registered: name === 'EInvoiceRegistered' || name === 'CreditNoteRegistered' });
const registeredAs =
  (kind: PaperKind) =>
  ({ name, data }: PublishedEvent): boolean =>
    name !== 'EInvoiceRegistered' || data.documentKind === kind;

const sources: Readonly<Record<PaperKind, Source>> = {
  INVOICE: {
    on: ['InvoiceIssued', 'EInvoiceRegistered'],
    bears: registeredAs('INVOICE'),
    marks: registered,
    path: (id) => `/invoices/${id}/pdf`,
  },
  CHALLAN: {
    on: 'StockTransferDispatched',
    bears: ({ data }) => data.documentKind === 'CHALLAN',
    path: (id) => `/stock-transfers/${id}/challan/pdf`,
  },
  RECEIPT: { on: ['PaymentReceived', 'AdvanceReceived'], path: (id) => `/payments/${id}/pdf` },
  REFUND_VOUCHER: {
    on: 'RefundSucceeded',
    bears: ({ data }) => typeof data.voucherNumber === 'string',
    path: (id) => `/refunds/${id}/pdf`,
  },
  CREDIT_NOTE: { on: ['CreditNoteIssued', 'CreditNoteRegistered'], marks: registered, path: (id) => `/credit-notes/${id}/pdf` },
  DEBIT_NOTE: {
    on: ['DebitNoteIssued', 'EInvoiceRegistered'],
    bears: registeredAs('DEBIT_NOTE'),
    marks: registered,
    path: (id) => `/debit-notes/${id}/pdf`,
  },
  GATE_PASS: {
    on: 'JobDelivered',
    bears: ({ data }) => typeof data.gatePassId === 'string',
    paperId: ({ data }) => data.gatePassId as string,
    path: (id) => `/job-cards/${id}/gate-pass`,
  },
  HISTORY: { on: [], path: (id) => `/vehicles/${id}/history.pdf` },
};

const drawer = (
  kind: PaperKind,
  { on, bears = () => true, paperId = ({ entityId }) => entityId, marks = () => ({}), path }: Source,
): Consumer<Uses, PaperRef> => ({
  on,
  work: (event) => (bears(event) ? paperWork({ ...originalOf(kind, paperId(event)), ...marks(event) }) : undefined),
  handle:
    ({ storePaper }) =>
    async (paper, { actor }) => {
      const { entityId } = await storePaper(paper, actor);
      return path(entityId) + (paper.copy === 'ORIGINAL' ? '' : `?copy=${paper.copy}`);
    },
});

/** One drawer for each kind of paper; all go the same way. */
export const pdf = Object.fromEntries(
  (Object.keys(sources) as PaperKind[]).map((kind) => [paperConsumers[kind], drawer(kind, sources[kind])]),
);
