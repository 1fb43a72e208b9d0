import type { Role } from '../actor.ts';
import type { ConditionName } from './conditions.ts';

/** The columns of the matrix, from left to right. */
export const columns: readonly Role[] = [
  'SUPER_ADMIN',
  'ADMIN',
  'CALL_CENTER',
  'SERVICE_ADVISOR',
  'SC_MANAGER',
  'SC_STAFF',
  'SERVICE_ENGINEER',
];

/** How a sentence names the people of a role. */
export const people: Readonly<Record<Role, string>> = {
  SUPER_ADMIN: 'super administrators',
  ADMIN: 'administrators',
  CALL_CENTER: 'call centre agents',
  SERVICE_ADVISOR: 'service advisors',
  SC_MANAGER: 'service centre managers',
  SC_STAFF: 'service centre staff',
  SERVICE_ENGINEER: 'service engineers',
};

/** Roles that no branch bounds: they have none assigned, and B, O and R reach whichever branch they name. */
export const withoutBranch: readonly Role[] = ['SUPER_ADMIN', 'ADMIN', 'CALL_CENTER'];

/** The notes that say which users an action on users may concern, by the role these have or get. */
export const targets = {
  'not SA': ['ADMIN', 'CALL_CENTER', 'SERVICE_ADVISOR', 'SC_MANAGER', 'SC_STAFF', 'SERVICE_ENGINEER'],
  '≤AD': ['ADMIN', 'CALL_CENTER', 'SERVICE_ADVISOR', 'SC_MANAGER', 'SC_STAFF', 'SERVICE_ENGINEER'],
  'AV,ST,EN': ['SERVICE_ADVISOR', 'SC_STAFF', 'SERVICE_ENGINEER'],
} as const satisfies Record<string, readonly Role[]>;

/**
 * Who may do what: one row an action, one cell a role, in the order of `columns` (SA, AD, CC, AV, MG, ST, EN).
 *
 * `A` every branch · `B` the branches assigned to the user · `O` own or assigned to them, inside B · `R` may only ask, inside B · `–` no.
 * `≤` is a limit in rupees, units or percent, by document and by user and business day; above it the action becomes R (ACC-04).
 * In brackets stand conditions (conditions.ts) and what is masked: `m` contact fields, `amounts`, `customer name`.
 */
export const matrix = {
  // Identity, branches, configuration, audit.
  'user.create': '                   A       | A (not SA) | –     | –     | B (AV,ST,EN) | –        | –',
  'user.edit': '                     A       | A (not SA) | –     | –     | B (AV,ST,EN) | –        | –',
  'user.deactivate': '               A       | A (not SA) | –     | –     | B (AV,ST,EN) | –        | –',
  'user.role.assign': '              A       | A (≤AD)    | –     | –     | B (AV,ST,EN) | –        | –',
  'user.branch.assign': '            A       | A          | –     | –     | B            | –        | –',
  'user.session.revoke': '           A       | A          | O     | O     | B            | O        | O',
  'user.read': '                     A       | A          | A     | B     | B            | B        | O',
  'apikey.manage': '                 A       | A          | –     | –     | –            | –        | –',
  'webhook.manage': '                A       | A          | –     | –     | –            | –        | –',
  'branch.create': '                 A       | A          | –     | –     | –            | –        | –',
  'branch.close': '                  A       | A          | –     | –     | –            | –        | –',
  'branch.edit': '                   A       | A          | –     | –     | B            | –        | –',
  'branch.edit-statutory': '         A       | A          | –     | –     | R            | –        | –',
  'config.edit': '                   A       | R          | –     | –     | –            | –        | –',
  'tax.edit': '                      A       | A          | –     | –     | –            | –        | –',
  'audit.read': '                    A       | A          | –     | –     | B            | –        | –',
  'audit.verify': '                  A       | A          | –     | –     | –            | –        | –',
  'audit.export': '                  A       | A          | –     | –     | –            | –        | –',

  // Customers and vehicles.
  'customer.search': '               A       | A          | A     | A (m outside B) | A (m outside B) | A (m outside B) | O',
  'customer.create': '               A       | A          | A     | B     | B            | B        | O (home visit)',
  'customer.edit': '                 A       | A          | A     | B     | B            | B        | –',
  'customer.edit-tax': '             A       | A          | –     | R     | B            | –        | –',
  'customer.merge': '                A       | A          | –     | –     | R            | –        | –',
  'customer.erase': '                A       | A          | –     | –     | R            | –        | –',
  'customer.export': '               A       | A          | –     | –     | B            | –        | –',
  'vehicle.create': '                A       | A          | A     | B     | B            | B        | O (odometer, photos)',
  'vehicle.edit': '                  A       | A          | A     | B     | B            | B        | O (odometer, photos)',
  'vehicle.transfer': '              A       | A          | R     | B     | B            | –        | –',
  'vehicle.history': '               A       | A          | A     | A     | A            | A        | O',
  'dashboard.view': '                A       | A          | A (operations) | B     | B            | B (parts) | O',
  'kpi.margin': '                    A       | A          | –     | –     | B            | –        | –',

  // Parts, stock, transfers, warranty.
  'part.edit': '                     A       | A          | –     | –     | R            | R        | –',
  'part.price': '                    A       | A          | –     | –     | R            | –        | –',
  'part.cost': '                     A       | A          | –     | –     | B            | B        | –',
  'stock.read': '                    A       | A          | A     | A     | A            | A        | B',
  'stock.receive': '                 A       | A          | –     | –     | B            | B        | –',
  'stock.adjust': '                  A       | A          | –     | –     | B≤25,000     | B≤2,000 and ≤5 units | –',
  'stock.count': '                   A       | A          | –     | –     | B            | R        | –',
  'transfer.create': '               A       | A          | –     | R     | B            | B        | –',
  'transfer.approve': '              A       | A          | –     | –     | B≤1,00,000   | –        | –',
  'transfer.dispatch': '             A       | A          | –     | –     | B            | B        | –',
  'transfer.receive': '              A       | A          | –     | –     | B            | B        | –',
  'transfer.recall': '               A       | A          | –     | –     | R            | –        | –',
  'transfer.write-off': '            A       | A          | –     | –     | R            | –        | –',
  'parts.request': '                 A       | A          | –     | B     | B            | B        | O',
  'parts.issue': '                   A       | A          | –     | –     | B            | B        | –',
  'parts.return': '                  A       | A          | –     | –     | B            | B        | –',
  'warranty.claim': '                A       | A          | –     | B     | B            | B        | –',
  'warranty.decide': '               A       | A          | –     | –     | B≤10,000     | –        | –',

  // Sales.
  'quotation.edit': '                A       | A          | –     | B     | B            | B (OTC)  | –',
  'quotation.send': '                A       | A          | –     | B     | B            | B (OTC)  | –',
  'discount.give': '                 A       | A≤30 %, ≤50,000 | –     | B≤5 %, ≤500 | B≤15 %, ≤5,000 | B≤2 %, ≤200 | –',
  'order.create': '                  A       | A          | –     | B     | B            | B        | –',
  'order.confirm': '                 A       | A          | –     | B     | B            | B        | –',
  'order.return': '                  A       | A          | –     | R     | B            | R        | –',

  // Workshop.
  'job.create': '                    A       | A          | R     | B     | B            | –        | –',
  'job.estimate': '                  A       | A          | –     | B     | B            | –        | R',
  'job.record-customer-approval': '  A       | A          | B     | B     | B            | –        | –',
  'job.assign':
    '                    A       | A          | –     | B     | B            | –        | O (self-assign, if the branch allows)',
  'job.work': '                      A       | A          | –     | –     | B            | –        | O',
  'job.move': '                      A       | A          | –     | B     | B            | –        | –',
  'job.qc': '                        A       | A          | –     | B     | B            | –        | –',
  'job.deliver': '                   A       | A          | –     | B     | B            | B        | –',
  'job.deliver-on-credit': '         A       | A          | –     | –     | B≤25,000     | –        | –',
  'job.cancel': '                    A       | A          | –     | B (before parts are issued) else R | B            | –        | –',
  'job.reopen': '                    A       | A          | –     | R     | B            | –        | –',
  'timelog.own': '                   A       | A          | –     | –     | B            | –        | O',
  'timelog.correct': '               A       | A          | –     | –     | B            | –        | R',
  'inspection.fill': '               A       | A          | –     | B     | B            | –        | O',
  'file.add': '                      A       | A          | O     | B     | B            | B        | O',
  'file.delete': '                   A       | A          | –     | O     | B            | O        | O (before completion)',

  // Home service, requests, approvals.
  'visit.create': '                  A       | A          | A     | B     | B            | –        | –',
  'visit.check-feasibility': '       A       | A          | A     | B     | B            | –        | –',
  'visit.schedule': '                A       | A          | A     | B     | B            | –        | –',
  'visit.assign': '                  A       | A          | A     | B     | B            | –        | –',
  'visit.update': '                  A       | A          | –     | –     | B            | –        | O',
  'visit.sync': '                    A       | A          | –     | –     | B            | –        | O',
  'visit.override-infeasible': '     A       | A          | –     | –     | B (reason)   | –        | –',
  'request.create': '                A       | A          | A     | B     | B            | B        | –',
  'request.triage': '                A       | A          | A     | B     | B            | B        | –',
  'approval.decide': '               A       | A          | –     | –     | B (limits; never own) | –        | –',
  'approval.delegate': '             A       | A          | –     | –     | B            | –        | –',

  // Billing.
  'invoice.create': '                A       | A          | –     | B     | B            | B (OTC)  | O (visit)',
  'invoice.issue': '                 A       | A          | –     | B     | B            | B (OTC)  | O (visit)',
  'invoice.cancel': '                A       | A          | –     | –     | B            | –        | –',
  'invoice.read': '                  A       | A          | A (amounts masked) | B     | B            | B        | O',
  'payment.record': '                A       | A          | –     | B     | B            | B        | O (visit; cash ≤20,000 a day)',
  'payment.reverse': '               A       | A          | –     | –     | B            | R        | –',
  'payment.bounce': '                A       | A          | –     | –     | B            | R        | –',
  'creditnote.create': '             A≤1,000 | A≤1,000    | –     | B≤1,000 | B≤1,000      | B≤1,000  | –',
  'creditnote.approve': '            A       | A          | –     | –     | B≤10,000     | –        | –',
  'refund.approve': '                A       | A≤50,000   | –     | –     | B≤5,000      | –        | –',
  writeoff: '                        A       | A≤10,000   | –     | –     | R            | –        | –',
  'period.lock': '                   A       | A          | –     | –     | –            | –        | –',
  'period.unlock': '                 A (reason) | R          | –     | –     | –            | –        | –',
  'statement.read': '                A       | A          | –     | B     | B            | B        | –',
  ageing: '                          A       | A          | –     | B     | B            | B        | –',

  // Reports, notifications, feedback, complaints, running it.
  'report.run': '                    A       | A          | A (service) | B (service) | B            | B (parts, cash) | O',
  'report.build': '                  A       | A          | –     | –     | B            | –        | –',
  'report.schedule': '               A       | A          | –     | –     | B            | –        | –',
  'gst.export': '                    A       | A          | –     | –     | –            | –        | –',
  'template.edit': '                 A       | A          | –     | –     | –            | –        | –',
  'notification.broadcast': '        A       | R          | –     | –     | R            | –        | –',
  'preference.edit': '               O       | O          | O     | O     | O            | O        | O',
  'feedback.read': '                 A       | A          | A     | B     | B            | B        | O (no customer name)',
  'complaint.create': '              A       | A          | A     | B     | B            | B        | O',
  'complaint.assign': '              A       | A          | A (triage) | B     | B            | –        | –',
  'complaint.resolve': '             A       | A          | A (triage) | B     | B            | –        | –',
  'complaint.close': '               A       | A          | A     | –     | B            | –        | –',
  'complaint.reopen': '              A       | A          | A     | –     | B            | –        | –',
  import: '                          A       | A          | –     | –     | –            | –        | –',
  'queue.inspect': '                 A       | A          | –     | –     | –            | –        | –',
  'queue.retry': '                   A       | A          | –     | –     | –            | –        | –',

  // Reading, named one by one.
  'job.read': '                      A       | A          | A (m) | B     | B            | B        | O',
  'part.read': '                     A       | A          | A     | A     | A            | A        | A',
  'tax.read': '                      A       | A          | A     | A     | A            | A        | A',
  'tax.quote': '                     A       | A          | A     | A     | A            | A        | A',
  'branch.read': '                   A       | A          | A     | A     | A            | A        | A',
  'branch.read-bank': '              A       | A          | –     | –     | B            | –        | –',
  'config.read': '                   A       | A          | –     | –     | –            | –        | –',
  'template.read': '                 A       | A          | A     | A     | A            | A        | A',
  'approval.read': '                 A       | A          | O     | O     | B            | O        | O',
  'job-run.read': '                  O       | O          | O     | O     | O            | O        | O',
  'amount.read': '                   A       | A          | –     | B     | B            | B        | O (visit)',

  // Reading by the rule: what a role may create, edit, ask for or decide it may read in the same scope, R read as B.
  'apikey.read': '                   A       | A          | –     | –     | –            | –        | –',
  'webhook.read': '                  A       | A          | –     | –     | –            | –        | –',
  'customer.read': '                 A       | A          | A     | A (m outside B) | A (m outside B) | A (m outside B) | O',
  'vehicle.read': '                  A       | A          | A     | A (m outside B) | A (m outside B) | A (m outside B) | O',
  'transfer.read': '                 A       | A          | –     | B     | B            | B        | –',
  'warranty.read': '                 A       | A          | –     | B     | B            | B        | –',
  'quotation.read': '                A       | A          | –     | B     | B            | B        | –',
  'package.read': '                  A       | A          | –     | B     | B            | B        | –',
  'order.read': '                    A       | A          | –     | B     | B            | B        | –',
  'timelog.read': '                  A       | A          | –     | –     | B            | –        | O',
  'inspection.read': '               A       | A          | –     | B     | B            | –        | O',
  'file.read': '                     A       | A          | O     | B     | B            | B        | O',
  'visit.read': '                    A       | A          | A     | B     | B            | –        | O',
  'van.read': '                      A       | A          | A     | B     | B            | –        | –',
  'working-hours.read': '            A       | A          | A     | B     | B            | –        | O',
  'request.read': '                  A       | A          | A     | B     | B            | B        | –',
  'invoice.print': '                 A       | A          | –     | B     | B            | B        | O (visit)',
  'payment.read': '                  A       | A          | –     | B     | B            | B        | O',
  'advance.read': '                  A       | A          | –     | B     | B            | B        | O',
  'refund.read': '                   A       | A          | –     | B     | B            | B        | O',
  'creditnote.read': '               A       | A          | –     | B     | B            | B        | O',
  'debitnote.read': '                A       | A          | –     | B     | B            | B        | –',
  'period.read': '                   A       | A          | –     | –     | –            | –        | –',
  'report.read': '                   A       | A          | A     | B     | B            | B        | O',
  'notification.read': '             A       | A          | –     | –     | B            | –        | –',
  'preference.read': '               O       | O          | O     | O     | O            | O        | O',
  'complaint.read': '                A       | A          | A     | B     | B            | B        | O',

  // Smaller actions whose parent has notes that do not fit them, and the two permissions without a resource.
  'package.create': '                A       | A          | –     | –     | B            | –        | –',
  'package.edit': '                  A       | A          | –     | –     | B            | –        | –',
  'stock.take-count': '              A       | A          | –     | –     | B            | B        | –',
  'stock.edit-levels': '             A       | A          | –     | –     | B            | –        | –',
  'notification.test': '             A       | A          | –     | –     | A            | –        | –',
  'sla.preview': '                   A       | A          | –     | –     | B            | –        | –',
  'approval.cancel': '               O       | O          | O     | O     | O            | O        | O',
  self: '                            O       | O          | O     | O     | O            | O        | O',
  public: '                          A       | A          | A     | A     | A            | A        | A',
} as const;

type Spelled = keyof typeof matrix;

/** Smaller actions, each with the cells, the limits and the laws of its parent. */
export const smaller = {
  'user.invite': 'user.create',
  'user.activate': 'user.deactivate',
  'user.suspend': 'user.deactivate',
  'user.unlock': 'user.deactivate',
  'metrics.read': 'dashboard.view',
  'transfer.cancel': 'transfer.create',
  'parts.reserve': 'parts.request',
  'parts.cancel': 'parts.request',
  'warranty.submit': 'warranty.claim',
  'warranty.appeal': 'warranty.claim',
  'warranty.settle': 'warranty.decide',
  'quotation.create': 'quotation.edit',
  'quotation.revise': 'quotation.edit',
  'quotation.record-decision': 'quotation.edit',
  'quotation.convert': 'quotation.edit',
  'quotation.cancel': 'quotation.edit',
  'order.edit': 'order.create',
  'order.pick': 'order.create',
  'order.cancel': 'order.create',
  'job.edit': 'job.move',
  'visit.reschedule': 'visit.schedule',
  'visit.cancel': 'visit.schedule',
  'visit.convert': 'visit.schedule',
  'van.create': 'visit.schedule',
  'van.edit': 'visit.schedule',
  'working-hours.edit': 'visit.schedule',
  'request.edit': 'request.triage',
  'request.estimate': 'request.triage',
  'request.submit': 'request.triage',
  'request.cancel': 'request.triage',
  'invoice.send': 'invoice.issue',
  'invoice.edit-due-date': 'invoice.cancel',
  'invoice.override-place': 'invoice.cancel',
  'invoice.discard': 'invoice.create',
  'advance.create': 'payment.record',
  'advance.apply': 'payment.record',
  'refund.request': 'payment.record',
  'creditnote.apply': 'payment.record',
  'creditnote.issue': 'creditnote.create',
  'creditnote.discard': 'creditnote.create',
  'debitnote.create': 'creditnote.create',
  'debitnote.issue': 'creditnote.create',
  'debitnote.discard': 'creditnote.create',
  'debitnote.approve': 'creditnote.approve',
  'report.export': 'report.run',
  'template.preview': 'template.edit',
  'complaint.edit': 'complaint.resolve',
  'complaint.acknowledge': 'complaint.resolve',
  'complaint.wait': 'complaint.resolve',
  'complaint.resume': 'complaint.resolve',
  'complaint.comment': 'complaint.resolve',
  'complaint.escalate': 'complaint.resolve',
} as const satisfies Record<string, Spelled>;

/** Every action of the policy. A route or use case that names another does not compile. */
export type ActionName = Spelled | keyof typeof smaller;

/** What holds of an action for every role, SUPER_ADMIN included: maker is never checker (ACC-02), the two sides of a transfer (ACC-05). */
export const laws: Readonly<Partial<Record<Spelled, readonly ConditionName[]>>> = {
  'approval.decide': ['never own', 'limits'],
  'transfer.approve': ['never own', 'other side'],
  'transfer.dispatch': ['sending side'],
  'transfer.receive': ['receiving side'],
  'warranty.decide': ['never own'],
  'creditnote.approve': ['never own'],
  'refund.approve': ['never own'],
  'job.qc': ['never who did the work'],
};

/** An approval is decided by who may do what was asked for; for these, by who holds the action named here (APR-02). */
export const decidedAs: Readonly<Partial<Record<ActionName, ActionName>>> = {
  'creditnote.create': 'creditnote.approve',
  'creditnote.issue': 'creditnote.approve',
  'debitnote.create': 'debitnote.approve',
  'debitnote.issue': 'debitnote.approve',
  'refund.request': 'refund.approve',
  'warranty.claim': 'warranty.decide',
};

/** Resources whose rows are seen by another's permission than their own `.read`. */
export const seenBy: Readonly<Record<string, Spelled>> = {
  parts: 'job.read',
  writeoff: 'invoice.read',
};
