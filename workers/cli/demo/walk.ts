import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { formatScaledShort } from '@dms/domain/shared/decimal';
import { formatIndian } from '@dms/domain/shared/indian-grouping';
import { Money } from '@dms/domain/shared/money';
import { Quantity } from '@dms/domain/shared/quantity';
import { CommandFailure } from '../exit-codes.ts';
import { type Caller, callerAt, Refused } from './api.ts';
import { compare, insist } from './compare.ts';
import { FILTERS, lines, OIL_LITRES, TOTAL, totals } from './figures.ts';
import { DAY_MS } from '@dms/domain/shared/calendar';

type Named = { readonly id: string };
type Branch = Named & { readonly code: string };
type LoggedIn = {
  readonly accessToken: string;
  readonly expiresIn: number;
  readonly user: Named & { readonly firstName: string; readonly role: string; readonly serviceCenters: readonly Branch[] };
};
type Found = {
  readonly vehicle: Named & { readonly registration: string; readonly make: string; readonly model: string };
  readonly customer: Named & { readonly firstName: string; readonly lastName: string };
};
type Stock = { readonly partId: string; readonly onHand: string; readonly available: string };
type Card = Named & {
  readonly jobNumber: string;
  readonly odometer: number;
  readonly tasks: readonly (Named & { readonly status: string })[];
};
type Entry = { readonly kind: string; readonly sourceId: string; readonly odometer: number | null };
type Invoice = Named & { readonly invoiceNumber: string };
type List<Item> = { readonly data: readonly Item[] };

/** Does a step and tells what came of it, in one line. */
export type Step = <Result>(what: string, who: string, work: () => Promise<readonly [Result, string]>) => Promise<Result>;

export type Walked = {
  readonly jobNumber: string;
  readonly invoiceNumber: string;
  readonly totalAmount: string;
  readonly pdf: string;
};

type Tools = {
  readonly url: string;
  readonly step: Step;
  /** Keeps the PDF, and says where. */
  readonly savePdf: (bytes: Uint8Array) => string;
};

const PASSWORD = 'Demo-Pass-2026!';
const BRANCH = 'BLR01';
const rupees = (amount: string): string => `₹${formatIndian(Money.parse(amount))}`;
const short = (quantity: string): string => formatScaledShort(Quantity.parse(quantity).thousandths, 3);

/** The main job from the desk to the handover, each step by whoever does it at a branch. */
export const walk = async ({ url, step, savePdf }: Tools): Promise<Walked> => {
  const { caller: advisor, branch } = await step('Log in', 'advisor', () => arrive(url));
  const found = await step('Find the vehicle by its plate', 'advisor', () => findVehicle(advisor));
  const parts = await step('Look up the parts and their stock', 'advisor', () => lookUpParts(advisor, branch));
  const card = await step('Open a job card with an estimate', 'advisor', () => openCard(advisor, branch, found, parts));
  await step('Ask the customer, who agrees', 'advisor', () => getApproval(advisor, card));
  await step('Assign an engineer', 'advisor', () => assign(advisor, branch, card));
  await step('Issue the parts', 'staff', async () => issueParts(await logIn(url, 'staff'), branch, card, parts));
  await step('Do the work', 'engineer', async () => work(await logIn(url, 'engineer'), card));
  await step('Complete the job, and check its quality', 'manager', async () => check(advisor, await logIn(url, 'manager'), card));
  const invoice = await step('Issue the invoice', 'advisor', () => issueInvoice(advisor, card));
  const pdf = await step('Print the invoice', 'advisor', () => print(advisor, invoice, savePdf));
  await step('Take the payment', 'advisor', () => pay(advisor, invoice, card));
  await step('Hand the vehicle over', 'advisor', () => deliver(advisor, found, card));
  return { jobNumber: card.jobNumber, invoiceNumber: invoice.invoiceNumber, totalAmount: TOTAL, pdf };
};

const open = async (url: string, post: string): Promise<{ caller: Caller } & LoggedIn> => {
  const username = `${post}.${BRANCH.toLowerCase()}@dms.example`;
  try {
    const loggedIn = await callerAt(url).post<LoggedIn>('/auth/login', { username, password: PASSWORD });
    return { caller: callerAt(url, loggedIn.accessToken), ...loggedIn };
  } catch (error) {
    if (error instanceof Refused && error.status === 401)
      throw new CommandFailure(`${username} cannot log in: is this a server with the demo data? \`dms seed --demo\` puts them in.`);
    throw error;
  }
};

const logIn = async (url: string, post: string): Promise<Caller> => (await open(url, post)).caller;

const arrive = async (url: string) => {
  const { caller, user, expiresIn } = await open(url, 'advisor');
  compare('user.role', user.role, 'SERVICE_ADVISOR');
  const branch = user.serviceCenters.find(({ code }) => code === BRANCH);
  if (!branch) throw new CommandFailure(`The advisor should work at ${BRANCH}.`);
  return [{ caller, branch }, `${user.firstName} at ${branch.code}, for ${expiresIn / 60} minutes`] as const;
};

const findVehicle = async (advisor: Caller) => {
  const { data } = await advisor.get<List<Found>>('/search/vehicles?registration=ka-01-ab-1234');
  compare('data', data, [
    {
      vehicle: { registration: 'KA01AB1234', vin: 'MA1TA2AB3C4D56789' },
      customer: { firstName: 'Asha', lastName: 'Rao', phone: '+919845012345' },
      matchedOn: 'registration',
      score: 1,
    },
  ]);
  const found = data[0]!;
  const { vehicle, customer } = found;
  return [found, `${vehicle.registration}, ${vehicle.make} ${vehicle.model} of ${customer.firstName} ${customer.lastName}`] as const;
};

type Parts = { readonly oil: string; readonly filter: string };

const partBySku = async (caller: Caller, sku: string): Promise<string> => {
  const { data } = await caller.get<List<Named & { sku: string }>>(`/parts?sku=${sku}`);
  compare('data', data, [{ sku }]);
  return data[0]!.id;
};

const stockOf = async (caller: Caller, { id: serviceCenterId }: Branch, partId: string): Promise<Stock> => {
  const { data } = await caller.get<List<Stock>>(`/inventory?serviceCenterId=${serviceCenterId}&partId=${partId}`);
  compare('data', data, [{ partId, serviceCenterId }]);
  return data[0]!;
};

const lookUpParts = async (advisor: Caller, branch: Branch) => {
  const [oil, filter] = [await partBySku(advisor, 'OIL-5W30'), await partBySku(advisor, 'FLT-OIL-01')];
  const [oilStock, filterStock] = [await stockOf(advisor, branch, oil), await stockOf(advisor, branch, filter)];
  return [{ oil, filter }, `${short(oilStock.available)} l of oil and ${short(filterStock.available)} filters available`] as const;
};

/** The reading at arrival: above the last one that the history knows. */
const nextReading = async (advisor: Caller, vehicleId: string): Promise<number> => {
  const { data } = await advisor.get<List<Entry>>(`/vehicles/${vehicleId}/history?limit=100`);
  const readings = data.flatMap(({ odometer }) => odometer ?? []);
  return readings.length === 0 ? 20_150 : Math.max(...readings) + 500;
};

const openCard = async (advisor: Caller, branch: Branch, { vehicle, customer }: Found, parts: Parts) => {
  const order = {
    customerId: customer.id,
    vehicleId: vehicle.id,
    serviceCenterId: branch.id,
    type: 'PERIODIC_SERVICE',
    priority: 'NORMAL',
    description: '20,000 km service',
    odometer: await nextReading(advisor, vehicle.id),
    promisedAt: new Date(Date.now() + DAY_MS).toISOString(),
    estimate: {
      lines: [
        { kind: 'LABOUR', description: 'Periodic service', hsn: '998714', quantity: '2.000', unitPrice: '800.00', taxRate: '18' },
        { kind: 'PART', partId: parts.oil, quantity: OIL_LITRES, unitPrice: '650.00' },
        { kind: 'PART', partId: parts.filter, quantity: FILTERS, unitPrice: '420.00' },
      ],
    },
  };
  const card = await openedOrForced(advisor, order);
  compare('job card', card, { status: 'created', tasks: [{ status: 'open' }], estimate: { ...totals, total: TOTAL } });
  return [card, `${card.jobNumber}, estimated at ${rupees(TOTAL)}`] as const;
};

/** A walk that was broken off has left a card behind (JOB-02), and perhaps a reading that no history knows (VEH-02). */
const openedOrForced = async (advisor: Caller, order: object): Promise<Card> => {
  try {
    return await advisor.post<Card>('/job-cards', order, { agreed: 201 });
  } catch (error) {
    if (!(error instanceof Refused && ['job.already_open', 'job.odometer'].includes(error.code ?? ''))) throw error;
    return advisor.post<Card>('/job-cards', { ...order, force: true, reason: 'An earlier demo was broken off' }, { agreed: 201 });
  }
};

const getApproval = async (advisor: Caller, { id }: Card) => {
  await advisor.patch(`/job-cards/${id}/status`, { to: 'awaiting_approval' });
  const decision = { decision: 'ACCEPTED', channel: 'PHONE', note: 'Agreed on the phone' };
  const approved = await advisor.post(`/job-cards/${id}/customer-approval`, decision);
  compare('job card', approved, { status: 'approved' });
  return [undefined, 'approved by phone'] as const;
};

const assign = async (advisor: Caller, branch: Branch, { id }: Card) => {
  const { data } = await advisor.get<List<Named & { email: string; firstName: string; lastName: string }>>(
    `/users?role=SERVICE_ENGINEER&serviceCenterId=${branch.id}`,
  );
  const engineer = data.find(({ email }) => email.startsWith('engineer.'));
  if (!engineer) throw new CommandFailure(`The engineer of ${BRANCH} should be among the users.`);
  const assigned = await advisor.post(`/job-cards/${id}/assign`, { engineerId: engineer.id });
  compare('job card', assigned, { status: 'assigned', assignedEngineerId: engineer.id });
  return [undefined, `${engineer.firstName} ${engineer.lastName}`] as const;
};

const issueParts = async (staff: Caller, branch: Branch, { id }: Card, { oil, filter }: Parts) => {
  const before = [await stockOf(staff, branch, oil), await stockOf(staff, branch, filter)];
  const items = [
    { partId: oil, quantity: OIL_LITRES },
    { partId: filter, quantity: FILTERS },
  ];
  await staff.post(`/job-cards/${id}/parts/issue`, { items }, { key: randomUUID() });
  for (const [index, { partId, quantity }] of items.entries()) {
    const onHand = Quantity.parse(before[index]!.onHand).minus(Quantity.parse(quantity)).toString();
    compare('stock', await stockOf(staff, branch, partId), { onHand });
  }
  return [undefined, `${short(OIL_LITRES)} l of oil and ${short(FILTERS)} filter, and the stock is down by as much`] as const;
};

const work = async (engineer: Caller, card: Card) => {
  const [task] = card.tasks;
  if (!task) throw new CommandFailure('The job card should have a task for the labour of its estimate.');
  const path = `/job-cards/${card.id}/tasks/${task.id}`;
  compare('job card', await startedFirst(engineer, `${path}/start`), { status: 'in_progress' });
  compare('job card', await engineer.post(`${path}/finish`), { tasks: [{ status: 'done' }] });
  return [undefined, 'started and finished, with the time taken down'] as const;
};

/** An engineer works on one task at a time (JOB-04): what a walk that was broken off has left running is paused first. */
const startedFirst = async (engineer: Caller, path: string): Promise<unknown> => {
  try {
    return await engineer.post(path);
  } catch (error) {
    if (!(error instanceof Refused && error.code === 'timelog.running')) throw error;
    await pauseOthers(engineer);
    return engineer.post(path);
  }
};

const pauseOthers = async (engineer: Caller): Promise<void> => {
  const { data: cards } = await engineer.get<List<Named>>('/job-cards?status=in_progress&limit=100');
  for (const { id } of cards) {
    const { tasks } = await engineer.get<Card>(`/job-cards/${id}`);
    for (const task of tasks.filter(({ status }) => status === 'in_progress')) {
      await engineer.post(`/job-cards/${id}/tasks/${task.id}/pause`, { reason: 'A demo comes first' }).catch(unlessNobodyWorks);
    }
  }
};

const unlessNobodyWorks = (error: unknown): void => {
  if (!(error instanceof Refused && error.code === 'job.task')) throw error;
};

const check = async (advisor: Caller, manager: Caller, { id }: Card) => {
  compare('job card', await advisor.patch(`/job-cards/${id}/status`, { to: 'completed' }), { status: 'completed' });
  compare('job card', await manager.post(`/job-cards/${id}/qc`, { result: 'PASS' }), { status: 'ready' });
  return [undefined, 'passed, the vehicle is ready'] as const;
};

const issueInvoice = async (advisor: Caller, card: Card) => {
  const draft = await advisor.post<Invoice>('/invoices', { sourceType: 'job', sourceId: card.id }, { agreed: 201 });
  compare('invoice', draft, { status: 'DRAFT' });
  const invoice = await advisor.post<Invoice>(`/invoices/${draft.id}/issue`);
  compare('invoice', invoice, { ...totals, status: 'UNPAID', totalAmount: TOTAL, paidAmount: '0.00', balance: TOTAL, lines });
  // CGST Rule 46(b): at most sixteen characters.
  insist(/^[a-zA-Z1-9][a-zA-Z0-9/-]{0,15}$/.test(invoice.invoiceNumber), `"${invoice.invoiceNumber}" should be the number of an invoice.`);
  return [invoice, `${invoice.invoiceNumber} over ${rupees(TOTAL)}, with CGST and SGST of ${rupees(totals.cgst)} each`] as const;
};

const PDF_PATIENCE_MS = 60_000;
const ASK_AGAIN_MS = 250;

const print = async (advisor: Caller, { id }: Invoice, savePdf: (bytes: Uint8Array) => string) => {
  const path = `/invoices/${id}/pdf`;
  for (const deadline = Date.now() + PDF_PATIENCE_MS; ;) {
    const answer = await advisor.ask('GET', path, [200, 202]);
    if (answer.status === 200) {
      insist(answer.type.startsWith('application/pdf'), `${path} should be application/pdf and is ${answer.type}.`);
      const file = savePdf(answer.bytes);
      return [file, file] as const;
    }
    await finished(advisor, answer.json<{ jobId: string }>().jobId, deadline);
  }
};

/** Waits until the worker has made what was asked for. */
const finished = async (advisor: Caller, jobId: string, deadline: number): Promise<void> => {
  for (;;) {
    const { status, error } = await advisor.get<{ status: string; error: string | null }>(`/jobs/${jobId}`);
    if (status === 'succeeded') return;
    insist(status !== 'failed', `The worker could not make the PDF: ${error ?? 'it does not say why'}.`);
    insist(Date.now() < deadline, `The worker has not made the PDF within ${PDF_PATIENCE_MS / 1000} s: is one running?`);
    await pause(ASK_AGAIN_MS);
  }
};

const pay = async (advisor: Caller, { id }: Invoice, { jobNumber }: Card) => {
  const money = { invoiceId: id, amount: TOTAL, method: 'UPI', reference: `UPI-${jobNumber}` };
  const payment = await advisor.post('/payments', money, { agreed: 201, key: randomUUID() });
  compare('payment', payment, { invoiceId: id, amount: TOTAL, method: 'UPI', status: 'captured' });
  compare('invoice', await advisor.get(`/invoices/${id}`), { status: 'PAID', paidAmount: TOTAL, balance: '0.00' });
  return [undefined, `${rupees(TOTAL)} by UPI, nothing is left to pay`] as const;
};

const deliver = async (advisor: Caller, { vehicle }: Found, { id, odometer }: Card) => {
  const odometerOut = odometer + 3;
  compare('job card', await advisor.post(`/job-cards/${id}/deliver`, { odometerOut }), { status: 'delivered' });
  const { data } = await advisor.get<List<Entry>>(`/vehicles/${vehicle.id}/history`);
  compare('the first entry of the history', data[0], { kind: 'JOB', sourceId: id, odometer: odometerOut });
  return [undefined, `delivered at ${odometerOut} km, first in the history of the vehicle`] as const;
};
