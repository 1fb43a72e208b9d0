import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { actions } from '@dms/domain/shared/access/rows';
import { type AnyMachine, machines } from '../../support/machines.ts';

/** All states that can be reached from some, by edges walked in the direction given. */
const reachable = (start: readonly string[], { edges }: AnyMachine, backwards = false): Set<string> => {
  const reached = new Set(start);
  const queue = [...start];
  for (let state = queue.shift(); state !== undefined; state = queue.shift()) {
    for (const { from, to } of edges) {
      const [here, there] = backwards ? [to, from] : [from, to];
      if (here !== state || reached.has(there)) continue;
      reached.add(there);
      queue.push(there);
    }
  }
  return reached;
};

const without = (all: readonly string[], some: Set<string>): string[] => all.filter((one) => !some.has(one));

it('there are machines to check', () => assert.ok(machines.length > 1));

for (const { machine, states } of machines) {
  void describe(`the machine of the ${machine.name}`, () => {
    it('JOB-01 knows every state of the entity, and no other', () => {
      const named = new Set([machine.initial, ...machine.terminal, ...machine.edges.flatMap(({ from, to }) => [from, to])]);
      assert.deepEqual([...named].sort(), [...states].sort());
    });

    it('JOB-01 reaches every state from its first one', () => {
      assert.deepEqual(without(states, reachable([machine.initial], machine)), []);
    });

    it('JOB-01 has no dead state: each can come to an end', () => {
      assert.deepEqual(without(states, reachable(machine.terminal, machine, true)), []);
    });

    it('JOB-01 says of one event in one state where it leads', () => {
      const steps = machine.edges.map(({ from, event }) => `${from} ${event}`);
      assert.deepEqual(steps, [...new Set(steps)]);
    });

    // Asked for by the state to go to (PATCH /job-cards/:id/status); the others by what is to happen, of which two may lead the same way.
    if (machine.name === 'job card')
      it('JOB-01 names one event for one way between two states, so that naming the state names the event', () => {
        const ways = machine.edges.map(({ from, to }) => `${from} ${to}`);
        assert.deepEqual(ways, [...new Set(ways)]);
      });

    it('JOB-01 gives each edge an action of the access matrix, and guards that have names', () => {
      for (const { from, event, action, guards = [] } of machine.edges) {
        assert.ok(actions.includes(action), `${from} ${event} is for nobody: "${action}" is not in the matrix`);
        for (const guard of guards) assert.notEqual(guard.name, '', `a guard of ${from} ${event} has no name to explain itself by`);
      }
    });
  });
}
