import type { cancelRegistration } from '@dms/domain/billing/use-cases/cancel-registration';
import { PORTAL_CANCELLING, portalCancellingWork } from '@dms/domain/notifications/ports';
import type { Consumer } from '../consumers.ts';

type Uses = { readonly cancelRegistration: ReturnType<typeof cancelRegistration> };

const cancelling: Consumer<Uses, { invoiceId: string }> = {
  on: 'InvoiceCancellationAsked',
  work: portalCancellingWork,
  handle:
    ({ cancelRegistration }) =>
    ({ invoiceId }, { actor }) =>
      cancelRegistration(invoiceId, actor),
};

export const portal = { [PORTAL_CANCELLING]: cancelling };
