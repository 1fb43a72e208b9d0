import type { Customers, Vehicles } from '../../customers/ports.ts';
import type { ServiceCenters } from '../../service-centers/ports.ts';
import { type Actor, everywhere } from '../../shared/actor.ts';
import { DomainError } from '../../shared/errors.ts';
import { permit } from '../../shared/permit.ts';
import { attribute, type Attributions } from '../attribution.ts';
import type { JobCard } from '../job-card.ts';
import type { JobCards } from '../ports.ts';
import { type ChangeDeps, changeJobCard, type ToJobCard } from './change-job-card.ts';
import { factsOf } from './job-facts.ts';

export type ReopenJobCard = ToJobCard & {
  readonly reason: string;
  /** What is to be done again; that the vehicle came back, where nothing else is said. */
  readonly tasks?: readonly string[] | undefined;
  /** For when it is promised this time. */
  readonly promisedAt?: Date | undefined;
};

type Unit = {
  readonly attributions: Attributions;
  readonly serviceCenters: ServiceCenters;
  readonly customers: Customers;
  readonly vehicles: Vehicles;
};

/**
 * Takes a vehicle back within thirty days of its delivery, with the work that is to be done again: a comeback, of whoever had done it
 * (JOB-10), and not late by what was promised of its first visit. An advisor asks for it.
 * @throws DomainError `job.transition`, `service_center.closed`, `vehicle.not_of_customer` once the vehicle has another owner,
 * `job.already_open`, and for a customer who was erased
 */
export const reopenJobCard =
  (deps: ChangeDeps<Unit>) =>
  (command: ReopenJobCard, actor: Actor): Promise<JobCard> =>
    changeJobCard(deps)(command, actor, async (card, by, unit) => {
      const { attributions, serviceCenters } = unit;
      permit(actor, 'job.reopen', factsOf(card));
      const { reason, tasks = [`Comeback: ${reason}`] } = command;
      const branch = await serviceCenters.get(card.serviceCenterId, everywhere);
      if (!branch.takesNewWork) throw new DomainError('service_center.closed', `${branch.name} takes no jobs now.`);
      await refuseUnlessAsItWas(unit, card);
      const reopened = card.move('reopen', by, {}, reason);
      if (command.promisedAt) card.promisedAt = command.promisedAt;
      for (const description of tasks) card.addTask(description, by.ids);
      for (const each of attribute(card, 'COMEBACK', reason, by)) attributions.add(each);
      return [reopened];
    });

/** It is still the vehicle of the customer whose visit it was, who is still known, and no other visit of it is under way here. */
const refuseUnlessAsItWas = async ({ jobCards, customers, vehicles }: Unit & { jobCards: JobCards }, card: JobCard): Promise<void> => {
  // Locked, as a counter that opens another card for it has it.
  const vehicle = await vehicles.getForChange(card.vehicleId, everywhere);
  const customer = await customers.get(card.customerId, everywhere);
  if (vehicle.customerId !== (customer.aliasOf ?? customer.id))
    throw new DomainError('vehicle.not_of_customer', 'The vehicle has another owner by now: open a job card for them.');
  if (customer.aliasOf === null) customer.refuseUnlessPresent();
  const open = await jobCards.openCardOf(vehicle.id, card.serviceCenterId);
  if (open) throw new DomainError('job.already_open', `${open} is open for this vehicle: take the work down there.`);
};
