import type { mailEstimate } from '@dms/domain/workshop/use-cases/mail-estimate';
import type { Consumer } from '../consumers.ts';

type EstimateUses = { readonly mailEstimate: ReturnType<typeof mailEstimate> };

/** The link is made with the letter, so nothing of it is in the payload. */
export const estimateMail: Consumer<EstimateUses, { jobCardId: string; estimateId: string }> = {
  on: 'EstimateSent',
  work: ({ id, entityId: jobCardId, data }) => ({
    ...{ consumer: 'estimate-mail', queue: 'email', dedupeKey: id },
    payload: { jobCardId, estimateId: data.estimateId as string },
  }),
  handle:
    ({ mailEstimate }) =>
    async (payload, { id, actor }) => {
      const mailed = await mailEstimate({ ...payload, messageId: id }, actor);
      return mailed.outcome === 'suppressed' ? mailed.reason : null;
    },
};
