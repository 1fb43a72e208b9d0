import { createHash } from 'node:crypto';
import type { EInvoice } from '@dms/domain/billing/e-invoice';
import type { InvoiceRegistrationPortal, PortalAnswer } from '@dms/domain/billing/e-invoice-registration';
import { DomainError } from '@dms/domain/shared/errors';
import { irnText } from '@dms/domain/shared/gst/irn';
import type { Clock } from '@dms/domain/shared/ports';

/** SHA-256 of seller, financial year, type and number, as the portal makes it. */
export const irnOf = ({ SellerDtls, DocDtls: { Typ: type, No: number, Dt } }: EInvoice): string => {
  const day = Dt.split('/').reverse().join('-');
  return createHash('sha256')
    .update(irnText({ gstin: SellerDtls.Gstin, type, number, day }))
    .digest('hex');
};

const ACK_DIGITS = 15;
/** 48 bits of the hash have at most fifteen decimal digits. */
const ackNumberOf = (irn: string): string =>
  BigInt(`0x${irn.slice(0, 12)}`)
    .toString()
    .padStart(ACK_DIGITS, '0');

const encoded = (part: object): string => Buffer.from(JSON.stringify(part)).toString('base64url');

/** The fields that the portal has in the QR code, in the form of a signed one; nobody signed it, and it says so. */
const qrOf = ({ SellerDtls, BuyerDtls, DocDtls, ItemList, ValDtls }: EInvoice, irn: string, at: Date): string => {
  const document = {
    SellerGstin: SellerDtls.Gstin,
    BuyerGstin: BuyerDtls.Gstin,
    DocNo: DocDtls.No,
    DocTyp: DocDtls.Typ,
    DocDt: DocDtls.Dt,
  };
  const worth = { TotInvVal: ValDtls.TotInvVal, ItemCnt: ItemList.length, MainHsnCode: mainHsn(ItemList) };
  return `${encoded({ alg: 'none' })}.${encoded({ ...document, ...worth, Irn: irn, IrnDt: at.toISOString() })}.`;
};

/** That of the dearest item. */
const mainHsn = (items: EInvoice['ItemList']): string => items.reduce((most, item) => (item.AssAmt > most.AssAmt ? item : most)).HsnCd;

const missing = (): Promise<never> => Promise.reject(new DomainError('e_invoice.portal_missing', 'There is no registration portal here.'));

/** Where none is connected. A reference number that the government never gave must not stand on anybody's invoice. */
export const noPortal: InvoiceRegistrationPortal = { register: missing, cancel: missing, stateOf: missing };

const PERIOD_MS = 24 * 60 * 60 * 1000;
const REMARK_LENGTH = 100;

const refuse = (message: string): never => {
  throw new DomainError('e_invoice.refused', message);
};

/**
 * A portal that registers with nobody, for everything but production: it answers as the real one does, and a duplicate with its first answer.
 * What it registered before it was started it takes for registered just now.
 */
export const stubPortal = (clock: Clock): InvoiceRegistrationPortal => {
  const answers = new Map<string, PortalAnswer>();
  const cancellations = new Map<string, Date>();
  return {
    async register(document) {
      const irn = irnOf(document);
      if (cancellations.has(irn)) refuse('The portal says: this document was registered and cancelled, its number is not used again.');
      const first = answers.get(irn);
      if (first) return first;
      const ackDate = clock.now();
      const answer = { irn, ackNumber: ackNumberOf(irn), ackDate, signedQr: qrOf(document, irn, ackDate) };
      answers.set(irn, answer);
      return answer;
    },

    async cancel(irn, { remark }) {
      const first = cancellations.get(irn);
      if (first) return { cancelledAt: first };
      if (remark === '' || remark.length > REMARK_LENGTH) refuse('The portal says: a remark has 1 to 100 characters.');
      const [now, ackDate] = [clock.now(), answers.get(irn)?.ackDate];
      if (ackDate && now.getTime() > ackDate.getTime() + PERIOD_MS) refuse('The portal says: it is cancelled within 24 hours only.');
      cancellations.set(irn, now);
      return { cancelledAt: now };
    },

    async stateOf(irn) {
      return { cancelledAt: cancellations.get(irn) ?? null };
    },
  };
};
