import type { cancelRegistration, noteUnanswered } from '@dms/domain/billing/use-cases/cancel-registration';
import { PORTAL_CANCELLING, portalCancellingWork } from '@dms/domain/notifications/ports';
import type { Consumer } from '../consumers.ts';

type Uses = {
  readonly cancelRegistration: ReturnType<typeof cancelRegistration>;
  readonly noteUnanswered: ReturnType<typeof noteUnanswered>;
};

const cancelling: Consumer<Uses, { invoiceId: string }> = {
  on: 'InvoiceCancellationAsked',
  work: portalCancellingWork,
  handle:
    ({ cancelRegistration }) =>
    ({ invoiceId }, { actor }) =>
      cancelRegistration(invoiceId, actor),
  failed:
    ({ noteUnanswered }) =>
    async ({ invoiceId }, { state }, actor) => {
      if (state === 'dead') await noteUnanswered(invoiceId, actor);
    },
};

export const portal = { [PORTAL_CANCELLING]: cancelling };
