import type { VehicleRow } from '@dms/domain/customers/directory';
import { factsOfKnown } from '@dms/domain/customers/use-cases/customer-facts';
import type { Actor } from '@dms/domain/shared/actor';
import { DomainError } from '@dms/domain/shared/errors';
import { created, ok } from '../answers.ts';
import { masked } from '../masking.ts';
import { route, type RoutesOf } from '../route.ts';
import { ById } from '../schemas.ts';
import {
  CreateVehicle,
  EditVehicle,
  Reading,
  ReadingPage,
  ReadingQuery,
  RecordOdometer,
  TransferVehicle,
  VehicleBody,
  VehiclePage,
  VehicleQuery,
} from './vehicle-schemas.ts';

const tags = ['customers'] as const;
const unfit = ['record.duplicate', 'registration.invalid', 'vin.invalid'] as const;
const ofNewCustomer = [
  'phone.invalid',
  'gstin.invalid',
  'customer.gstin_state',
  'customer.refused',
  'pincode.invalid',
  'day.malformed',
] as const;

/** The owner is masked as they are known, whatever is known of the vehicle (SRC-05). */
const present = (vehicle: VehicleRow, actor: Actor) => {
  const { engineerIds, createdAt: _, ownerKnownAt, customer, ...body } = vehicle;
  const facts = { serviceCenterIds: ownerKnownAt, ownerIds: engineerIds };
  return { ...masked(actor, 'vehicle.read', factsOfKnown(vehicle), body), customer: masked(actor, 'customer.read', facts, customer) };
};

const expectOneOwner = ({ customerId, newCustomer }: { readonly customerId?: unknown; readonly newCustomer?: unknown }): void => {
  if ((customerId === undefined) !== (newCustomer === undefined)) return;
  throw new DomainError('request.invalid', 'Name the owner: either "customerId" or "newCustomer".', {
    errors: [{ pointer: '/customerId', message: 'or "newCustomer" is needed, and not both' }],
  });
};

/** Vehicles, their plates, odometers and owners. */
export const vehicleRoutes: RoutesOf = (useCases) => {
  const shown = async (id: string, actor: Actor) => {
    const vehicle = await useCases.readVehicle(id, actor);
    // Who knows it comes with its jobs, and the owner's name with the owner.
    return ok(present(vehicle, actor), { etag: vehicle.version, holdsMore: true });
  };
  return [
    route({
      method: 'POST',
      url: '/vehicles',
      permission: 'vehicle.create',
      operationId: 'createVehicle',
      summary: 'Takes down a vehicle, of a customer there is or of a new one',
      tags,
      body: CreateVehicle,
      answers: { 201: VehicleBody },
      refuses: [...unfit, ...ofNewCustomer],
      handle: async ({ body, actor }) => {
        expectOneOwner(body);
        const { id, version } = await useCases.createVehicle(body, actor);
        return created(`/vehicles/${id}`, present(await useCases.readVehicle(id, actor), actor), { etag: version });
      },
    }),
    route({
      method: 'GET',
      url: '/vehicles',
      permission: 'vehicle.read',
      operationId: 'listVehicles',
      summary: 'Vehicles, the latest first',
      tags,
      query: VehicleQuery,
      answers: { 200: VehiclePage },
      handle: async ({ query: { limit, cursor, sort, count, ...filter }, actor }) => {
        const { data, page } = await useCases.listVehicles(filter, { limit, cursor, sort, count }, actor);
        return ok({ data: data.map((vehicle) => present(vehicle, actor)), page });
      },
    }),
    route({
      method: 'GET',
      url: '/vehicles/:id',
      permission: 'vehicle.read',
      operationId: 'readVehicle',
      summary: 'One vehicle',
      tags,
      params: ById,
      answers: { 200: VehicleBody },
      handle: ({ params, actor }) => shown(params.id, actor),
    }),
    route({
      method: 'PATCH',
      url: '/vehicles/:id',
      permission: 'vehicle.edit',
      operationId: 'editVehicle',
      summary: 'Changes a vehicle',
      description: 'A plate that it gives up finds it for good, with the days it had it.',
      tags,
      params: ById,
      body: EditVehicle,
      answers: { 200: VehicleBody },
      refuses: unfit,
      handle: async ({ params, body, ifMatch, actor }) => {
        await useCases.editVehicle({ ...body, vehicleId: params.id, version: ifMatch }, actor);
        return shown(params.id, actor);
      },
    }),
    route({
      method: 'POST',
      url: '/vehicles/:id/odometer',
      permission: 'vehicle.edit',
      operationId: 'recordOdometer',
      summary: 'Takes down what the odometer shows',
      tags,
      params: ById,
      body: RecordOdometer,
      answers: { 201: Reading },
      refuses: ['vehicle.odometer'],
      handle: async ({ params, body, actor }) => {
        const reading = await useCases.recordOdometer({ ...body, vehicleId: params.id }, actor);
        return created(`/vehicles/${params.id}/odometer`, { ...reading });
      },
    }),
    route({
      method: 'GET',
      url: '/vehicles/:id/odometer',
      permission: 'vehicle.read',
      operationId: 'listOdometer',
      summary: 'What the odometer showed, the latest first',
      tags,
      params: ById,
      query: ReadingQuery,
      answers: { 200: ReadingPage },
      handle: async ({ params, query, actor }) => ok(await useCases.listOdometer(params.id, query, actor)),
    }),
    route({
      method: 'POST',
      url: '/vehicles/:id/transfer',
      permission: 'vehicle.transfer',
      operationId: 'transferVehicle',
      summary: 'Passes a vehicle to a new owner',
      description: 'Not while a job card of it is open. Bills of the former owner stay theirs.',
      tags,
      params: ById,
      body: TransferVehicle,
      answers: { 200: VehicleBody },
      mayAsk: true,
      refuses: ['vehicle.refused', 'customer.refused'],
      conditional: true,
      handle: async ({ params, body, ifMatch, actor }) => {
        await useCases.transferVehicle({ ...body, vehicleId: params.id, version: ifMatch }, actor);
        return shown(params.id, actor);
      },
    }),
  ];
};
