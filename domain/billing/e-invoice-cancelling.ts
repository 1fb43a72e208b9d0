import { DomainError } from '../shared/errors.ts';

/** Why a registration is cancelled, as the portal asks for it: by its code of 1 to 4. */
export const cancelReasons = ['DUPLICATE', 'DATA_ENTRY', 'ORDER_CANCELLED', 'OTHER'] as const;
export type CancelReason = (typeof cancelReasons)[number];

/** What the portal is asked to cancel, noted down before it is asked: it stays the same however often that is (TAX-12). */
export type EInvoiceCancellation = {
  readonly documentId: string;
  readonly code: CancelReason;
  /** In the words of who asked. */
  readonly reason: string;
  readonly askedAt: Date;
  readonly askedBy: string | null;
  /** When the portal cancelled it; nothing while that is not known. */
  readonly cancelledAt: Date | null;
};

/** The registration as the portal has it. */
export type PortalState = { readonly cancelledAt: Date | null };

const PERIOD_MS = 24 * 60 * 60 * 1000;

/**
 * A registration is cancelled as a whole, within 24 hours of its acknowledgement (FORM GST INV-01, CGST Rule 48(4)); it is never amended.
 * @throws DomainError `e_invoice.too_late`
 */
export const refuseAfterPeriod = ({ ackDate }: { readonly ackDate: Date }, now: Date): void => {
  if (now.getTime() <= ackDate.getTime() + PERIOD_MS) return;
  throw new DomainError('e_invoice.too_late', 'It was registered more than 24 hours ago: correct it by a credit note.');
};
