import { idOf, once } from '../records.ts';
import { A, D, M, U, type RowsOf } from '../row.ts';

export const notificationRows: RowsOf = (world, { made, next }) => {
  /** There are as many as kinds and languages, each once. */
  const types = ['job-assigned', 'backorder-filled', 'stock-low', 'transfer-dispatched', 'transfer-received', 'approval-asked'];
  const wordings = types.flatMap((type) => ['en', 'hi'].map((language) => ({ type, language })));
  const freshTemplate = () => ({
    ...{ ...wordings.shift()!, channel: 'IN_APP' },
    ...{ subject: 'Something', body: 'Something happened.', variables: [] },
  });
  const templated = once(() =>
    made('admin', '/templates', {
      ...{ type: 'approval-decided', channel: 'IN_APP', language: 'en' },
      ...{ subject: 'It', body: 'It was {{outcome}}.', variables: ['outcome'] },
    }),
  );
  const letterTemplate = once(() =>
    made('admin', '/templates', {
      ...{ type: 'invitation', channel: 'EMAIL', language: 'en' },
      ...{ subject: 'Welcome', body: 'Your code: {{code}}', variables: ['code'] },
    }),
  );
  return {
    'POST /templates': {
      subject: async () => ({ body: freshTemplate() }),
      expected: [M, M, D, D, D, D, D, D, D],
    },
    'GET /templates': { expected: [M, M, M, M, M, M, M, M, M] },
    'GET /templates/:id': { subject: async () => ({ path: await templated() }), expected: [M, M, M, M, M, M, M, M, M] },
    'PATCH /templates/:id': {
      subject: async () => ({ path: await templated(), body: { subject: `It is decided, ${next()}` } }),
      expected: [M, M, D, D, D, D, D, D, D],
    },
    'POST /templates/:id/preview': {
      subject: async () => ({ path: `${await templated()}/preview`, body: { vars: { outcome: 'approved' } } }),
      expected: [M, M, D, D, D, D, D, D, D],
    },
    'GET /notifications/preferences': { expected: [M, M, M, M, M, M, M, M, M] },
    'PUT /notifications/preferences': {
      subject: async () => ({ body: { preferences: [] } }),
      expected: [M, M, M, M, M, M, M, M, M],
    },
    'GET /notifications/deliveries': { expected: [M, M, D, D, M, D, D, D, M] },
    'POST /notifications/test': {
      subject: async () => {
        const templateId = idOf(await letterTemplate());
        return { body: { templateId, vars: { code: '1' } } };
      },
      expected: [M, M, D, D, M, D, D, D, M],
    },
    'POST /notifications/broadcast': {
      subject: async () => {
        const texts = [{ language: 'en', subject: 'Closed', body: 'We are closed.' }];
        const about = { category: 'SERVICE', to: 'USERS', channels: ['IN_APP'], serviceCenterIds: [world.basics.branches.blr01.id], texts };
        const { body } = await world.as('superAdmin').post<{ recipients: number }>('/notifications/broadcast', about);
        return { body: { ...about, recipients: body.recipients } };
      },
      expected: [M, A, D, D, A, D, D, D, U],
    },
  };
};
