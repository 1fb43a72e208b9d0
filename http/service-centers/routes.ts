import type { Staffed } from '@dms/domain/service-centers/use-cases/read-service-centers';
import type { Actor } from '@dms/domain/shared/actor';
import { created, ok } from '../answers.ts';
import { masked } from '../masking.ts';
import { route, type RoutesOf } from '../route.ts';
import { ById } from '../schemas.ts';
import { EditServiceCenter, Logo, OpenServiceCenter, ServiceCenter, ServiceCenterPage, ServiceCenterQuery } from './schemas.ts';

const tags = ['identity'] as const;
const unsuitable = [
  'gstin.invalid',
  'pan.invalid',
  'pincode.invalid',
  'ifsc.invalid',
  'upi.invalid',
  'document_number.invalid',
  'service_center.invalid',
  'record.duplicate',
] as const;

/** A branch as this caller sees it. */
const present = ({ branch, technicianCount }: Staffed, actor: Actor) =>
  masked(actor, 'branch.read', { serviceCenterId: branch.id }, { ...branch, technicianCount });
// Who works there is counted, and no part of the branch.
const shown = (staffed: Staffed, actor: Actor) => ok(present(staffed, actor), { etag: staffed.branch.version, holdsMore: true });

/** The branches of the network. */
export const serviceCentersRoutes: RoutesOf = ({
  openServiceCenter,
  editServiceCenter,
  setLogo,
  readServiceCenter,
  listServiceCenters,
}) => [
  route({
    method: 'POST',
    url: '/service-centers',
    permission: 'branch.create',
    operationId: 'openServiceCenter',
    summary: 'Adds a branch',
    tags,
    body: OpenServiceCenter,
    answers: { 201: ServiceCenter },
    refuses: unsuitable,
    handle: async ({ body, actor }) => {
      const staffed = await openServiceCenter(body, actor);
      return created(`/service-centers/${staffed.branch.id}`, present(staffed, actor), { etag: staffed.branch.version });
    },
  }),
  route({
    method: 'GET',
    url: '/service-centers',
    permission: 'branch.read',
    operationId: 'listServiceCenters',
    summary: 'The branches of the network',
    tags,
    query: ServiceCenterQuery,
    answers: { 200: ServiceCenterPage },
    handle: async ({ query: { limit, cursor, sort, count, ...filter }, actor }) =>
      ok(await listServiceCenters(filter, { limit, cursor, sort, count }, actor)),
  }),
  route({
    method: 'GET',
    url: '/service-centers/:id',
    permission: 'branch.read',
    operationId: 'readServiceCenter',
    summary: 'One branch',
    tags,
    params: ById,
    answers: { 200: ServiceCenter },
    handle: async ({ params, actor }) => {
      const staffed = await readServiceCenter(params.id, actor);
      return shown(staffed, actor);
    },
  }),
  route({
    method: 'PATCH',
    url: '/service-centers/:id',
    permission: 'branch.edit',
    operationId: 'editServiceCenter',
    mayAsk: true,
    summary: 'Changes a branch, or whether it works',
    description:
      'GSTIN, addresses, series and bank are `branch.edit-statutory`, opening and closing it `branch.close`. In MAINTENANCE open work is finished; INACTIVE needs an empty branch.',
    tags,
    params: ById,
    body: EditServiceCenter,
    answers: { 200: ServiceCenter },
    refuses: [...unsuitable, 'service_center.not_empty'],
    handle: async ({ params, body, ifMatch, actor }) => {
      const staffed = await editServiceCenter({ ...body, serviceCenterId: params.id, version: ifMatch }, actor);
      return shown(staffed, actor);
    },
  }),
  route({
    method: 'PUT',
    url: '/service-centers/:id/logo',
    permission: 'branch.edit',
    operationId: 'setLogo',
    summary: 'Gives a branch the logo that its papers bear from now on',
    description:
      'The body is the image itself, a PNG or JPEG of at most 1 MB and 2000 pixels a side, under its content type. Papers that were issued before keep theirs.',
    tags,
    params: ById,
    body: Logo,
    answers: { 200: ServiceCenter },
    conditional: true,
    handle: async ({ params, body, ifMatch, actor }) => {
      const staffed = await setLogo({ serviceCenterId: params.id, image: body ?? new Uint8Array(), version: ifMatch }, actor);
      return shown(staffed, actor);
    },
  }),
];
