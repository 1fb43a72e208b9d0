import assert from 'node:assert/strict';
import { test } from 'node:test';
import { committedDiagram, diagramOf } from '../../support/generate-diagrams.ts';
import { machines } from '../../support/machines.ts';

for (const listed of machines) {
  test(`the diagram of the ${listed.machine.name} is the one that its table gives`, () => {
    assert.equal(committedDiagram(listed), diagramOf(listed), 'run: node test/support/generate-diagrams.ts');
  });
}
