import { type Actor, everywhere } from '../../shared/actor.ts';
import { absent, DomainError } from '../../shared/errors.ts';
import { permit } from '../../shared/permit.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import type { Channel } from '../channels.ts';
import type { Compose } from '../ports.ts';
import type { Templates } from '../repositories.ts';
import type { Vars } from '../template-text.ts';
import type { AskedMessage } from './ask-for-message.ts';
import { refuseUnfittingVars } from './read-messages.ts';

export type TestMessage = {
  readonly templateId: string;
  readonly vars: Vars;
  readonly type?: string | undefined;
  readonly channel?: Channel | undefined;
};

type Unit = { readonly templates: Templates };
type Deps = {
  readonly transact: Transact<Unit>;
  readonly askForMessage: (asked: AskedMessage, actor: Actor) => Promise<string>;
};

/**
 * Sends the caller what a template says, by its way: nobody else is written to for a test. Says which job does so.
 * @throws DomainError `entity.absent`, `request.invalid` for variables or a way that the template does not have, `access.denied`
 */
export const testMessage =
  ({ transact, askForMessage }: Deps) =>
  ({ templateId, vars, type, channel }: TestMessage, actor: Actor): Promise<string> =>
    transact(actor, async ({ templates }) => {
      permit(actor, 'notification.test');
      if (actor.userId === null) throw absent('user');
      const template = await templates.get(templateId, everywhere);
      const errors = [
        ...(type !== undefined && type !== template.type ? [{ pointer: '/type', message: `The template is of "${template.type}".` }] : []),
        ...(channel !== undefined && channel !== template.channel
          ? [{ pointer: '/channel', message: `The template is for ${template.channel}.` }]
          : []),
        ...(template.channel === 'IN_APP'
          ? [{ pointer: '/templateId', message: 'A message in the application is seen by its preview.' }]
          : []),
      ];
      if (errors.length > 0) throw new DomainError('request.invalid', 'This cannot be tried out so.', { errors });
      refuseUnfittingVars(template, vars);
      const about = { type: 'test', entityId: templateId, serviceCenterId: null, userId: actor.userId } as const;
      return askForMessage({ ...about, channel: template.channel as 'EMAIL' | 'SMS', data: { vars: { ...vars } } }, actor);
    });

/** What the template says with what was given. */
export const composeTest =
  ({ transact }: Pick<Deps, 'transact'>): Compose =>
  ({ entityId, data }, actor) =>
    transact(actor, async ({ templates }) => {
      const template = await templates.get(entityId, everywhere);
      const by = { templateId: template.id, templateVersion: template.version };
      return { vars: data.vars as Vars, said: { wording: template, by } };
    });
