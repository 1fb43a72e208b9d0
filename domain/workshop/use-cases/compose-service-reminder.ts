import type { Customers, Vehicles } from '../../customers/ports.ts';
import { ANOTHER_OWNER, isTheirVehicle } from '../../customers/use-cases/whose-vehicle.ts';
import type { Compose } from '../../notifications/ports.ts';
import type { ServiceCenters } from '../../service-centers/ports.ts';
import { everywhere } from '../../shared/actor.ts';
import type { BusinessDay } from '../../shared/calendar.ts';
import type { PaperLanguage } from '../../shared/languages.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import type { ServiceReminders } from '../next-service.ts';

type Unit = {
  readonly serviceReminders: ServiceReminders;
  readonly vehicles: Vehicles;
  readonly customers: Customers;
  readonly serviceCenters: ServiceCenters;
};
type Due = { readonly reminderId: string; readonly dueOn: BusinessDay; readonly dueOdometer: number | null };

type Words = {
  readonly due: (day: BusinessDay, kilometres: number | null) => string;
  /** How to get an appointment at a branch, with or without a telephone. */
  readonly appointment: (phone: string | null) => string;
};
const words: Readonly<Record<PaperLanguage, Words>> = {
  en: {
    due: (day, kilometres) => `on ${day}${kilometres === null ? '' : `, or at ${kilometres} km, whichever comes first`}`,
    appointment: (phone) => (phone === null ? 'Please come and see us for an appointment.' : `For an appointment call ${phone}.`),
  },
  hi: {
    due: (day, kilometres) => `${day} को${kilometres === null ? '' : ` या ${kilometres} कि.मी. पर, जो पहले हो,`}`,
    appointment: (phone) => (phone === null ? 'कृपया समय तय करने के लिए हमारे यहाँ पधारें।' : `समय तय करने के लिए ${phone} पर कॉल करें।`),
  },
};

/** Reminds the owner of a vehicle of its next service. Where it was in again or was sold meanwhile there is nothing to tell (JOB-11). */
export const composeServiceReminder =
  ({ transact }: { readonly transact: Transact<Unit> }): Compose =>
  ({ entityId: vehicleId, serviceCenterId, data, recipientId, recipientName, language }, actor) =>
    transact(actor, async (unit) => {
      const { serviceReminders, vehicles, serviceCenters } = unit;
      const { reminderId, dueOn, dueOdometer } = data as Due;
      if ((await serviceReminders.lastOf(vehicleId)) !== reminderId) return { suppressed: 'The vehicle was serviced again meanwhile.' };
      const { make, model, registration } = await vehicles.get(vehicleId, everywhere);
      if (!(await isTheirVehicle(unit, vehicleId, recipientId!))) return { suppressed: ANOTHER_OWNER };
      const { name, phone } = await serviceCenters.get(serviceCenterId!, everywhere);
      const { due, appointment } = words[language];
      return {
        vars: {
          ...{ customer: recipientName, vehicle: `${make} ${model}`, registration, due: due(dueOn, dueOdometer) },
          ...{ appointment: appointment(phone), branch: name },
        },
      };
    });
