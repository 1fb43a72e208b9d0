import type { Actor } from '../../shared/actor.ts';
import { absent, DomainError, type FieldFault } from '../../shared/errors.ts';
import type { Page, PageRequest } from '../../shared/page.ts';
import { permit, reach } from '../../shared/permit.ts';
import type { Clock } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import type { DeliveryFilter, DeliveryRow, InboxRow, NotificationReads, TemplateFilter, TemplateRow } from '../reads.ts';
import type { Notifications } from '../repositories.ts';
import type { Template } from '../template.ts';
import { renderHtml, renderLine, renderText, type Vars } from '../template-text.ts';

type Deps = { readonly notificationReads: NotificationReads };

export const listTemplates =
  ({ notificationReads }: Deps) =>
  (filter: TemplateFilter, page: PageRequest): Promise<Page<TemplateRow>> =>
    notificationReads.templates(filter, page);

/** @throws DomainError `entity.absent` */
export const readTemplate =
  ({ notificationReads }: Deps) =>
  (id: string): Promise<Template> =>
    notificationReads.template(id);

export type Preview = { readonly subject: string | null; readonly text: string; readonly html: string | null };

/** What a template inserts and nobody gave, or the other way round. */
const unfitting = ({ variables }: Template, vars: Vars): FieldFault[] => [
  ...variables.filter((name) => vars[name] === undefined).map((name) => ({ pointer: `/vars/${name}`, message: 'is missing' })),
  ...Object.keys(vars)
    .filter((name) => !variables.includes(name))
    .map((name) => ({ pointer: `/vars/${name}`, message: 'is no variable of this template' })),
];

/** @throws DomainError `request.invalid` naming each variable that is missing or unknown */
export const refuseUnfittingVars = (template: Template, vars: Vars): void => {
  const errors = unfitting(template, vars);
  if (errors.length > 0) throw new DomainError('request.invalid', 'The variables are not those of the template.', { errors });
};

/**
 * What a message would say, escaped as it will be.
 * @throws DomainError `entity.absent`, `request.invalid` naming each variable that is missing or unknown
 */
export const previewTemplate =
  ({ notificationReads }: Deps) =>
  async ({ templateId, vars }: { readonly templateId: string; readonly vars: Vars }, actor: Actor): Promise<Preview> => {
    permit(actor, 'template.preview');
    const template = await notificationReads.template(templateId);
    refuseUnfittingVars(template, vars);
    const { subject, body, html } = template;
    return {
      subject: subject === null ? null : renderLine(subject, vars),
      text: renderText(body, vars),
      html: html === null ? null : renderHtml(html, vars),
    };
  };

/** One's own inbox, newest first. */
export const listInbox =
  ({ notificationReads }: Deps) =>
  async (unread: boolean, page: PageRequest, { userId }: Actor): Promise<Page<InboxRow>> =>
    userId === null ? { data: [], page: { next: null } } : notificationReads.inbox(userId, unread, page);

/** What was sent, and what became of it. What belongs to no branch is for those whom no branch bounds. */
export const listDeliveries =
  ({ notificationReads }: Deps) =>
  (filter: DeliveryFilter, page: PageRequest, actor: Actor): Promise<Page<DeliveryRow>> =>
    notificationReads.deliveries(filter, reach(actor, 'notification.read'), page);

type Reading = { readonly transact: Transact<{ readonly notifications: Notifications }>; readonly clock: Clock };

/**
 * Takes down that a message of one's own was read; again is no harm.
 * @throws DomainError `entity.absent` for one that is not in the inbox
 */
export const readNotification =
  ({ transact, clock }: Reading) =>
  (notificationId: string, actor: Actor): Promise<void> =>
    transact(actor, async ({ notifications }) => {
      const message = actor.userId === null ? undefined : await notifications.lock(notificationId);
      if (!message?.isInInboxOf(actor.userId!)) throw absent('message');
      await notifications.markRead(actor.userId!, notificationId, clock.now());
    });

/** Says how many were unread. */
export const readAllNotifications =
  ({ transact, clock }: Reading) =>
  (actor: Actor): Promise<number> =>
    transact(actor, ({ notifications }) =>
      actor.userId === null ? Promise.resolve(0) : notifications.markRead(actor.userId, undefined, clock.now()),
    );
