import assert from 'node:assert/strict';
import type { FixedClock } from '@dms/domain/memory/clock';
import { idOf } from '../records.ts';
import { A, D, M, N, U, type RowsOf } from '../row.ts';

/** Who works on what, for how long, and who looks at it afterwards. */
export const floorRows: RowsOf = (world, { assigned, free }) => {
  const taskOfAssigned = async (): Promise<string> => {
    const { id, tasks } = await assigned();
    return `/job-cards/${id}/tasks/${tasks[0]!.id}`;
  };
  /** A task that nobody works on, or that `engineer` has begun. */
  const taskThat = async (...steps: readonly ('start' | 'finish')[]): Promise<string> => {
    await free();
    const task = await taskOfAssigned();
    for (const step of steps) assert.equal((await world.as('engineer').post(`${task}/${step}`)).status, 200);
    return task;
  };
  const completed = async (): Promise<string> => {
    const path = `/job-cards/${idOf(await taskThat('start', 'finish'))}`;
    assert.equal((await world.as('manager').patch(`${path}/status`, { to: 'completed' })).status, 200);
    return path;
  };
  /** Work of `engineer` that took no time, and a second after it in which they might have been at work. */
  const clocked = async () => {
    const task = await taskThat('start', 'finish');
    const from = world.clock.now().toISOString();
    (world.clock as FixedClock).advance(1_000);
    const [, , id, , taskId] = task.split('/');
    return { path: `/job-cards/${id}/time-logs`, taskId, span: { from, to: world.clock.now().toISOString() } };
  };
  return {
    'POST /job-cards/:id/assign': {
      // Engineers take jobs themselves only where the branch allows it, and none does yet.
      subject: async () => ({
        path: `/job-cards/${(await assigned()).id}/assign`,
        body: { engineerId: world.people.engineer.id },
      }),
      expected: [M, M, D, M, M, D, D, U, U],
    },
    'POST /job-cards/:id/tasks/:taskId/start': {
      subject: async () => ({ path: `${await taskThat()}/start` }),
      expected: [M, M, D, D, M, D, M, U, U],
    },
    'POST /job-cards/:id/tasks/:taskId/pause': {
      subject: async () => ({ path: `${await taskThat('start')}/pause`, body: { reason: 'lunch' } }),
      expected: [M, M, D, D, M, D, M, U, U],
    },
    'POST /job-cards/:id/tasks/:taskId/finish': {
      subject: async () => ({ path: `${await taskThat('start')}/finish` }),
      expected: [M, M, D, D, M, D, M, U, U],
    },
    'POST /job-cards/:id/qc': {
      subject: async () => ({ path: `${await completed()}/qc`, body: { result: 'PASS' } }),
      expected: [M, M, D, M, M, D, D, D, U],
    },
    'POST /job-cards/:id/tasks': {
      subject: async () => ({ path: `/job-cards/${(await assigned()).id}/tasks`, body: { description: 'Wash' } }),
      expected: [M, M, D, M, M, D, D, D, U],
    },
    'PATCH /job-cards/:id/tasks/:taskId': {
      subject: async () => ({ path: await taskOfAssigned(), body: { billing: 'CLOCKED' } }),
      expected: [M, M, D, M, M, D, D, D, U],
    },
    'POST /job-cards/:id/tasks/:taskId/cancel': {
      subject: async () => ({ path: `${await taskOfAssigned()}/cancel`, body: { reason: 'not needed' } }),
      expected: [M, M, D, M, M, D, D, D, U],
    },
    'POST /job-cards/:id/tasks/:taskId/decline': {
      subject: async () => ({ path: `${await taskOfAssigned()}/decline`, body: { reason: 'too dear' } }),
      expected: [M, M, M, M, M, D, D, D, U],
    },
    'GET /job-cards/:id/time-logs': {
      subject: async () => ({ path: (await clocked()).path }),
      expected: [M, M, D, D, M, D, M, U, U],
    },
    'POST /job-cards/:id/time-logs': {
      subject: async () => {
        const { path, taskId, span } = await clocked();
        return { path, body: { taskId, engineerId: world.people.engineer.id, ...span, reason: 'forgot the clock' } };
      },
      expected: [M, M, D, D, M, D, M, U, U],
    },
    'PATCH /job-cards/:id/time-logs/:timeLogId': {
      subject: async () => {
        const { path, span } = await clocked();
        const { body } = await world.as('manager').get<{ data: { id: string }[] }>(path);
        return { path: `${path}/${body.data[0]!.id}`, body: { spans: [span], reason: 'forgot the clock' } };
      },
      expected: [M, M, D, D, M, D, A, U, U],
    },
    'GET /engineers/availability': {
      subject: async () => ({ path: `/engineers/availability?serviceCenterId=${world.basics.branches.blr01.id}` }),
      expected: [M, M, M, M, M, D, M, M, U],
    },
    'POST /job-cards/:id/self-assign': {
      subject: async () => {
        // The branch allows it from now on: no row after this one may say that it does not.
        await world.as('manager').patch(`/service-centers/${world.basics.branches.blr01.id}`, { selfAssign: true });
        const { id } = await world.make.openCard();
        await world.as('manager').patch(`/job-cards/${id}/status`, { to: 'awaiting_approval' });
        await world.as('manager').post(`/job-cards/${id}/customer-approval`, { decision: 'ACCEPTED', channel: 'PHONE' });
        return { path: `/job-cards/${id}/self-assign` };
      },
      expected: [N, N, D, N, N, D, M, M, U],
    },
  };
};
