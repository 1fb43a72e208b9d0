import type { PaperCopy } from '../../files/ports.ts';
import { aboutPaper, type PaperSource } from '../../files/use-cases/paper-source.ts';
import { type PrintDeps, type Printed, printPaper } from '../../files/use-cases/print-paper.ts';
import type { Actor } from '../../shared/actor.ts';
import { absent, DomainError } from '../../shared/errors.ts';
import { permit } from '../../shared/permit.ts';
import type { Clock } from '../../shared/ports.ts';
import { allRefusals } from '../../shared/policy.ts';
import { gatePassStored } from '../events.ts';
import type { GatePassDocument, GatePasses } from '../gate-pass.ts';
import type { JobCardStatus } from '../job-card.states.ts';
import type { WorkshopReads } from '../reads.ts';
import { factsOf } from './job-facts.ts';
import { readJobCard } from './read-job-cards.ts';

export type PrintGatePass = { readonly jobCardId: string; readonly copy?: PaperCopy | undefined };

/** One for the guard, and one that stays in the vehicle. */
const copies: readonly PaperCopy[] = ['ORIGINAL', 'DUPLICATE'];

/** The vehicle is outside: with a card that came back it is inside again, and the pass of before lets nothing out. */
const outside: readonly JobCardStatus[] = ['delivered', 'closed'];

export const gatePassPaper: PaperSource<{ gatePasses: GatePasses }, GatePassDocument> = {
  entityType: 'GatePass',
  find: async ({ gatePasses }, id) => {
    const pass = await gatePasses.get(id);
    const { document, jobCardId: entityId, serviceCenterId, number } = pass;
    return { document, entityId, serviceCenterId, number, copies, stored: (paper) => gatePassStored(pass, aboutPaper(paper)) };
  },
};

/**
 * The PDF of the pass that the delivery made; printed again it is the same.
 * @throws DomainError `job.transition` while the vehicle is not delivered, `entity.absent` for a delivery of before there were passes
 */
export const printGatePass =
  (deps: PrintDeps & { readonly workshopReads: WorkshopReads; readonly clock: Clock }) =>
  async ({ jobCardId, copy = 'ORIGINAL' }: PrintGatePass, actor: Actor): Promise<Printed> => {
    const card = await readJobCard(deps)(jobCardId, actor);
    permit(actor, 'job.deliver', factsOf(card));
    if (!copies.includes(copy)) throw absent('such copy, as a gate pass has two');
    const missing = allRefusals([isOutside], card.status);
    if (missing.length > 0) throw new DomainError('job.transition', missing.join(' '), { missing });
    const id = await deps.workshopReads.gatePassOf(card.id);
    if (id === undefined) throw absent('gate pass of this delivery');
    return printPaper(deps)({ kind: 'GATE_PASS', id, copy, cancelled: false }, card.serviceCenterId, actor);
  };

const isOutside = (status: JobCardStatus): string | undefined =>
  outside.includes(status) ? undefined : `A gate pass comes with the delivery of the vehicle, and this job card is "${status}".`;
