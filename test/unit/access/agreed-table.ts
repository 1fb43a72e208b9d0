/**
 * The decided table of who may do what, as it was agreed, line by line: what the policy file has to be equal to.
 * Written down apart from the policy, and read by other code, so that a slip in one of them shows.
 */
const agreed = `
| user.create / edit / deactivate | A | A (not SA) | – | – | B (AV,ST,EN) | – | – |
| user.role.assign | A | A (≤AD) | – | – | B (AV,ST,EN) | – | – |
| user.branch.assign | A | A | – | – | B | – | – |
| user.session.revoke | A | A | O | O | B | O | O |
| user.read | A | A | A | B | B | B | O |
| apikey.manage, webhook.manage | A | A | – | – | – | – | – |
| branch.create / close | A | A | – | – | – | – | – |
| branch.edit (hours, holidays, radius) | A | A | – | – | B | – | – |
| branch.edit-statutory (GSTIN, series, bank, UPI) | A | A | – | – | R | – | – |
| config.edit (limits, policy) | A | R | – | – | – | – | – |
| tax.edit (rates, HSN) | A | A | – | – | – | – | – |
| audit.read | A | A | – | – | B | – | – |
| audit.verify / export | A | A | – | – | – | – | – |
| customer.search | A | A | A | A (m outside B) | A (m outside B) | A (m outside B) | O |
| customer.create | A | A | A | B | B | B | O (home visit) |
| customer.edit | A | A | A | B | B | B | – |
| customer.edit-tax (GSTIN, credit limit) | A | A | – | R | B | – | – |
| customer.merge / erase | A | A | – | – | R | – | – |
| customer.export | A | A | – | – | B | – | – |
| vehicle.create / edit | A | A | A | B | B | B | O (odometer, photos) |
| vehicle.transfer | A | A | R | B | B | – | – |
| vehicle.history | A | A | A | A | A | A | O |
| dashboard.view | A | A | A (operations) | B | B | B (parts) | O |
| kpi.margin | A | A | – | – | B | – | – |
| part.edit / part.price | A | A | – | – | R | R / – | – |
| part.cost | A | A | – | – | B | B | – |
| stock.read | A | A | A | A | A | A | B |
| stock.receive (goods receipt) | A | A | – | – | B | B | – |
| stock.adjust | A | A | – | – | B≤25,000 | B≤2,000 and ≤5 units | – |
| stock.count | A | A | – | – | B | R | – |
| transfer.create | A | A | – | R | B | B | – |
| transfer.approve (other side) | A | A | – | – | B≤1,00,000 | – | – |
| transfer.dispatch (from) / receive (to) | A | A | – | – | B | B | – |
| transfer.recall / write-off | A | A | – | – | R | – | – |
| parts.request (on a job) | A | A | – | B | B | B | O |
| parts.issue / return | A | A | – | – | B | B | – |
| warranty.claim | A | A | – | B | B | B | – |
| warranty.decide | A | A | – | – | B≤10,000 | – | – |
| quotation.edit / send | A | A | – | B | B | B (OTC) | – |
| discount.give | any | ≤30 %, ≤50,000 | – | ≤5 %, ≤500 | ≤15 %, ≤5,000 | ≤2 %, ≤200 | – |
| order.create / confirm | A | A | – | B | B | B | – |
| order.return | A | A | – | R | B | R | – |
| job.create | A | A | R | B | B | – | – |
| job.estimate | A | A | – | B | B | – | R |
| job.record-customer-approval | A | A | B | B | B | – | – |
| job.assign | A | A | – | B | B | – | O (self-assign, if the branch allows) |
| job.work (start, pause, finish a task) | A | A | – | – | B | – | O |
| job.move (any other transition) | A | A | – | B | B | – | – |
| job.qc | A | A | – | B | B | – | – (never the engineer who did the work) |
| job.deliver | A | A | – | B | B | B | – |
| job.deliver-on-credit | A | A | – | – | B≤25,000 | – | – |
| job.cancel | A | A | – | B (before parts are issued) else R | B | – | – |
| job.reopen | A | A | – | R | B | – | – |
| timelog.own / correct | A/A | A/A | – | – | B/B | – | O/R |
| inspection.fill | A | A | – | B | B | – | O |
| file.add / delete | A/A | A/A | O/– | B/O | B/B | B/O | O/O (before completion) |
| visit.create / check feasibility | A | A | A | B | B | – | – |
| visit.schedule / assign | A | A | A | B | B | – | – |
| visit.update / sync | A | A | – | – | B | – | O |
| visit.override-infeasible | A | A | – | – | B (reason) | – | – |
| request.create / triage | A | A | A | B | B | B | – |
| approval.decide | A | A | – | – | B (limits; never own) | – | – |
| approval.delegate | A | A | – | – | B | – | – |
| invoice.create / issue | A | A | – | B | B | B (OTC) | O (visit) |
| invoice.cancel (same day, unpaid) | A | A | – | – | B | – | – |
| invoice.read | A | A | A (amounts masked) | B | B | B | O |
| payment.record | A | A | – | B | B | B | O (visit; cash ≤20,000 a day) |
| payment.reverse / bounce | A | A | – | – | B | R | – |
| creditnote.create (above 1,000 it needs an approval, whoever asks) | A≤1,000 | A≤1,000 | – | B≤1,000 | B≤1,000 | B≤1,000 | – |
| creditnote.approve | A | A | – | – | B≤10,000 | – | – |
| refund.approve | A | ≤50,000 | – | – | B≤5,000 | – | – |
| writeoff | A | ≤10,000 | – | – | R | – | – |
| period.lock / unlock | A/A (reason) | A/R | – | – | – | – | – |
| statement.read, ageing | A | A | – | B | B | B | – |
| report.run | A | A | A (service) | B (service) | B | B (parts, cash) | O |
| report.build / schedule | A | A | – | – | B | – | – |
| gst.export | A | A | – | – | – | – | – |
| template.edit | A | A | – | – | – | – | – |
| notification.broadcast | A | R | – | – | R | – | – |
| preference.edit | O | O | O | O | O | O | O |
| feedback.read | A | A | A | B | B | B | O (no customer name) |
| complaint.create | A | A | A | B | B | B | O |
| complaint.assign / resolve | A | A | A (triage) | B | B | – | – |
| complaint.close / reopen | A | A | A | – | B | – | – |
| import, queue.inspect, queue.retry | A | A | – | – | – | – | – |
`;

/** Reading, and the smaller actions that were named one by one, in the same columns. */
const agreedApart = `
| job.read | A | A | A (m) | B | B | B | O |
| part.read, tax.read, tax.quote, branch.read, template.read | A | A | A | A | A | A | A |
| config.read | A | A | – | – | – | – | – |
| order.read, quotation.read, transfer.read | A | A | – | B | B | B | – |
| request.read | A | A | A | B | B | B | – |
| visit.read | A | A | A | B | B | – | O |
| complaint.read | A | A | A | B | B | B | O |
| payment.read | A | A | – | B | B | B | O |
| approval.read | A | A | O | O | B | O | O |
| vehicle.read | A | A | A | A (m outside B) | A (m outside B) | A (m outside B) | O |
| branch.read-bank | A | A | – | – | B | – | – |
| job-run.read | O | O | O | O | O | O | O |
| refund.request, advance.create, advance.apply, creditnote.apply | A | A | – | B | B | B | O (visit; cash ≤20,000 a day) |
| debitnote.create | A≤1,000 | A≤1,000 | – | B≤1,000 | B≤1,000 | B≤1,000 | – |
| debitnote.approve | A | A | – | – | B≤10,000 | – | – |
| transfer.cancel | A | A | – | R | B | B | – |
| complaint.acknowledge, complaint.wait, complaint.comment, complaint.escalate | A | A | A (triage) | B | B | – | – |
| van.create, van.edit, working-hours.edit | A | A | A | B | B | – | – |
| package.create, package.edit | A | A | – | – | B | – | – |
| stock.edit-levels | A | A | – | – | B | – | – |
| stock.take-count | A | A | – | – | B | B | – |
| notification.test | A | A | – | – | A | – | – |
| sla.preview | A | A | – | – | B | – | – |
`;

export const agreedColumns = [
  'SUPER_ADMIN',
  'ADMIN',
  'CALL_CENTER',
  'SERVICE_ADVISOR',
  'SC_MANAGER',
  'SC_STAFF',
  'SERVICE_ENGINEER',
] as const;

export type AgreedRow = { readonly actions: readonly string[]; readonly cells: readonly string[] };

const namesIn = (head: string): string[] => {
  const plain = head.replaceAll(/\([^)]*\)/g, '').trim();
  return plain.split(', ').flatMap((group) => {
    const [first = '', ...others] = group.split(' / ').map((name) => name.trim().replaceAll(' ', '-'));
    const resource = first.split('.')[0];
    return [first, ...others.map((name) => (name.includes('.') ? name : `${resource}.${name}`))];
  });
};

const rowsIn = (text: string): AgreedRow[] =>
  text
    .trim()
    .split('\n')
    .map((line) => {
      const [head = '', ...cells] = line
        .slice(1, -1)
        .split(' | ')
        .map((cell) => cell.trim());
      return { actions: namesIn(head), cells };
    });

/** One entry for each action and role, as agreed: a cell that answers for several actions (`A/R`) is split among them. */
const entriesIn = (text: string): { action: string; role: (typeof agreedColumns)[number]; cell: string }[] =>
  rowsIn(text).flatMap(({ actions, cells }) =>
    actions.flatMap((action, at) =>
      agreedColumns.map((role, column) => {
        const cell = cells[column] ?? '';
        const parts = cell.split('/').map((part) => part.trim());
        return { action, role, cell: parts.length === actions.length ? (parts[at] ?? '') : cell };
      }),
    ),
  );

export const agreedTable = entriesIn(agreed);
export const agreedSmaller = entriesIn(agreedApart);
