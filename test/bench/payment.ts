import { cloneId } from './clone.ts';
import { advisorOf, type Duel } from './duel.ts';
import { cloneIssued, draftByWalking, issue } from './jobs.ts';
import type { World } from './world.ts';

type Plan = Pick<World, 'tokens'> & { readonly invoiceId: string; readonly amount: string };

export const payment: Duel<Plan> = {
  name: 'payment',
  what: 'POST /payments with an Idempotency-Key',
  aim: 0.6,
  clients: 50,
  route: { method: 'POST', url: '/payments' },
  status: 201,
  repeatable: false,
  prepare: async (world, count) => {
    const range = world.reserve(count);
    const draft = await draftByWalking(world);
    const { totalAmount } = (await issue(world, draft)) as { totalAmount: string };
    await cloneIssued(world, draft, range);
    return { ...range, plan: { tokens: world.tokens, invoiceId: draft.invoiceId, amount: totalAmount } };
  },
  requests: ({ tokens, invoiceId, amount }) => {
    const tokenOf = advisorOf(tokens, 1);
    return (n) => ({
      method: 'POST',
      path: '/payments',
      token: tokenOf(n),
      key: `payment-${n}`,
      body: { invoiceId: cloneId(invoiceId, n), amount, method: 'UPI', reference: `UPI-${n}` },
    });
  },
};
