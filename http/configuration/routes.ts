import { ok } from '../answers.ts';
import { route, type RoutesOf } from '../route.ts';
import { ByKey, SetSetting, Setting, SettingQuery, Settings } from './schemas.ts';

const tags = ['identity'] as const;

/** The thresholds of the product, each with the dates from which it holds. */
export const configurationRoutes: RoutesOf = ({ listSettings, readSetting, setSetting }) => [
  route({
    method: 'GET',
    url: '/system-config',
    permission: 'config.read',
    operationId: 'listSettings',
    summary: 'Everything that can be configured, with the values in force',
    tags,
    query: SettingQuery,
    answers: { 200: Settings },
    handle: async ({ query, actor }) => ok({ data: await listSettings(query, actor) }),
  }),
  route({
    method: 'GET',
    url: '/system-config/:key',
    permission: 'config.read',
    operationId: 'readSetting',
    summary: 'One setting with its history and what is to come',
    tags,
    params: ByKey,
    answers: { 200: Setting },
    handle: async ({ params, actor }) => ok(await readSetting(params.key, actor)),
  }),
  route({
    method: 'PUT',
    url: '/system-config/:key',
    permission: 'config.edit',
    operationId: 'setSetting',
    mayAsk: true,
    summary: 'Sets a value from now or from later on',
    description: 'It takes effect without a restart. What has held stays in the history; a value that is yet to come can be replaced.',
    tags,
    params: ByKey,
    body: SetSetting,
    answers: { 200: Setting },
    refuses: ['setting.invalid', 'document_number.invalid', 'record.duplicate'],
    handle: async ({ params, body: { validFrom, ...body }, actor }) =>
      ok(await setSetting({ key: params.key, ...body, ...(validFrom !== undefined && { validFrom: new Date(validFrom) }) }, actor)),
  }),
];
