import type { Template as Kept } from '@dms/domain/notifications/template';
import { type Answer, created, ok } from '../answers.ts';
import { route, type RoutesOf } from '../route.ts';
import { ById } from '../schemas.ts';
import { CreateTemplate, EditTemplate, Preview, PreviewTemplate, Template, TemplatePage, TemplateQuery } from './schemas.ts';

const tags = ['notifications'] as const;
const shown = (template: Kept): Answer => ok(template, { etag: template.version });

/** What messages say. */
export const templateRoutes: RoutesOf = ({ createTemplate, editTemplate, listTemplates, readTemplate, previewTemplate }) => [
  route({
    method: 'POST',
    url: '/templates',
    permission: 'template.edit',
    operationId: 'createTemplate',
    summary: 'Sets the words of one kind of message, for one way and language',
    description:
      'Places are written {{name}}. What is inserted is declared; what nothing gives, or what the message is of no use without, is refused. In HTML it is escaped.',
    tags,
    body: CreateTemplate,
    answers: { 201: Template },
    refuses: ['template.invalid', 'record.duplicate'],
    handle: async ({ body, actor }) => {
      const template = await createTemplate(body as never, actor);
      return created(`/templates/${template.id}`, template, { etag: template.version });
    },
  }),
  route({
    method: 'GET',
    url: '/templates',
    permission: 'template.read',
    operationId: 'listTemplates',
    summary: 'The words of messages, by kind',
    tags,
    query: TemplateQuery,
    answers: { 200: TemplatePage },
    handle: async ({ query: { limit, cursor, sort, count, ...filter } }) => ok(await listTemplates(filter, { limit, cursor, sort, count })),
  }),
  route({
    method: 'GET',
    url: '/templates/:id',
    permission: 'template.read',
    operationId: 'readTemplate',
    summary: 'One template, as it is now',
    tags,
    params: ById,
    answers: { 200: Template },
    handle: async ({ params }) => shown(await readTemplate(params.id)),
  }),
  route({
    method: 'PATCH',
    url: '/templates/:id',
    permission: 'template.edit',
    operationId: 'editTemplate',
    summary: 'Changes the words of a message from now on',
    description: 'What it said before is kept as a version of its own.',
    tags,
    params: ById,
    body: EditTemplate,
    answers: { 200: Template },
    refuses: ['template.invalid'],
    handle: async ({ params, body, ifMatch, actor }) =>
      shown(await editTemplate({ ...body, templateId: params.id, version: ifMatch }, actor)),
  }),
  route({
    method: 'POST',
    url: '/templates/:id/preview',
    permission: 'template.preview',
    operationId: 'previewTemplate',
    summary: 'What a message would say',
    tags,
    params: ById,
    body: PreviewTemplate,
    answers: { 200: Preview },
    idempotency: 'none',
    handle: async ({ params, body, actor }) => ok(await previewTemplate({ templateId: params.id, vars: body.vars }, actor)),
  }),
];
