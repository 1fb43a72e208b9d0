import { Broadcast } from '@dms/domain/notifications/broadcast';
import { Template, TemplateVersion } from '@dms/domain/notifications/template';
import { defineEntity } from '@mikro-orm/core';
import { id, instant, integer, json, ref, refs, text, texts, version } from '../types/columns.ts';

export const TemplateSchema = defineEntity({
  class: Template,
  tableName: 'templates',
  properties: {
    id: id(),
    type: text(),
    channel: text(),
    language: text(),
    subject: text().nullable(),
    body: text(),
    html: text().nullable(),
    variables: texts(),
    dltTemplateId: text().nullable(),
    version: version(),
  },
});

export const TemplateVersionSchema = defineEntity({
  class: TemplateVersion,
  tableName: 'template_versions',
  properties: {
    id: id(),
    templateId: ref(),
    number: integer(),
    subject: text().nullable(),
    body: text(),
    html: text().nullable(),
    variables: texts(),
    dltTemplateId: text().nullable(),
    createdAt: instant(),
    createdBy: ref().nullable(),
  },
});

export const BroadcastSchema = defineEntity({
  class: Broadcast,
  tableName: 'broadcasts',
  properties: {
    id: id(),
    category: text(),
    to: text().fieldName('audience'),
    channels: texts(),
    serviceCenterIds: refs(),
    texts: json(),
    recipients: integer(),
    startedAt: instant(),
    version: version(),
  },
});
