import type { PaperLanguage } from '../../shared/languages.ts';
import type { Channel } from '../channels.ts';
import { firstWording } from '../first-templates.ts';
import type { KindName } from '../kinds.ts';
import type { Said } from '../notification.ts';
import type { Composed } from '../ports.ts';
import type { Templates } from '../repositories.ts';
import type { Wording } from '../template.ts';

export type Worded = { readonly wording: Wording; readonly said: Said };

/** The words of a message: its own where they come with it, else those that are kept for its kind, else those that the product comes with. */
export const wordingOf = async (
  templates: Templates,
  { type, channel }: { readonly type: KindName; readonly channel: Channel },
  { said: dictated }: Told,
  language: PaperLanguage,
): Promise<Worded> => {
  if (dictated) {
    const { templateId, templateVersion } = dictated.by ?? nobodys;
    return { wording: dictated.wording, said: { templateId, templateVersion, language } };
  }
  const kept = await templates.find({ type, channel, language });
  const wording = kept ?? firstWording({ type, channel, language });
  if (!wording) throw new Error(`There is no template for "${type}" by ${channel}.`);
  return { wording, said: { templateId: kept?.id ?? null, templateVersion: kept?.version ?? null, language } };
};

type Told = Exclude<Composed, { readonly suppressed: string }>;
const nobodys = { templateId: null, templateVersion: null };
