import type { Actor } from '../../shared/actor.ts';
import { everywhere } from '../../shared/actor.ts';
import { expectVersion } from '../../shared/expect-version.ts';
import { permit } from '../../shared/permit.ts';
import type { Clock, Ids } from '../../shared/ports.ts';
import type { Transact } from '../../shared/unit-of-work.ts';
import { templateCreated, templateEdited } from '../events.ts';
import type { Templates } from '../repositories.ts';
import { refuseUnfit, Template, type TemplateKey, TemplateVersion, type Wording } from '../template.ts';
import { isSameValue } from '../../shared/same-value.ts';

type Optional<Fields> = { readonly [Name in keyof Fields]?: Fields[Name] | undefined };
export type CreateTemplate = TemplateKey & Pick<Wording, 'body'> & Optional<Omit<Wording, 'body'>>;
export type EditTemplate = { readonly templateId: string; readonly version?: number | undefined } & Optional<Wording>;

type Deps = { readonly transact: Transact<{ readonly templates: Templates }>; readonly clock: Clock; readonly ids: Ids };

const fields = ['subject', 'body', 'html', 'variables', 'dltTemplateId'] as const;

/** The template as it is from this change on; written once, under the number of the version. */
const versionOf = (template: Template, number: number, { ids, clock }: Deps, { userId }: Actor): TemplateVersion => {
  const { id: templateId, subject, body, html, variables, dltTemplateId } = template;
  const about = { id: ids.next(), templateId, number, createdAt: clock.now(), createdBy: userId };
  return new TemplateVersion({ ...about, subject, body, html, variables, dltTemplateId });
};

/**
 * Takes the place of the words that the product comes with, for one kind of message, way and language (NOT-01).
 * @throws DomainError `template.invalid`, `record.duplicate` where there is one, `access.denied`
 */
export const createTemplate =
  (deps: Deps) =>
  (given: CreateTemplate, actor: Actor): Promise<Template> =>
    deps.transact(actor, async ({ templates, record }) => {
      permit(actor, 'template.edit');
      const { type, channel, language, body, subject = null, html = null, variables = [], dltTemplateId = null } = given;
      const template = new Template({ id: deps.ids.next(), type, channel, language, body, subject, html, variables, dltTemplateId });
      refuseUnfit(template);
      templates.add(template);
      templates.addVersion(versionOf(template, template.version, deps, actor));
      record(templateCreated(template));
      return template;
    });

/** @throws DomainError `template.invalid`, `entity.absent`, `version.stale`, `access.denied` */
export const editTemplate =
  (deps: Deps) =>
  ({ templateId, version, ...given }: EditTemplate, actor: Actor): Promise<Template> =>
    deps.transact(actor, async ({ templates, record }) => {
      permit(actor, 'template.edit');
      const template = await templates.getForChange(templateId, everywhere);
      expectVersion(template, version);
      const changed = fields.filter((field) => given[field] !== undefined && !isSameValue(given[field], template[field]));
      if (changed.length === 0) return template;
      Object.assign(template, Object.fromEntries(changed.map((field) => [field, given[field]])));
      refuseUnfit(template);
      templates.addVersion(versionOf(template, template.version + 1, deps, actor));
      record(templateEdited(template));
      return template;
    });
