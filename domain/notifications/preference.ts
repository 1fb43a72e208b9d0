import type { Category, Channel } from './channels.ts';
import { isOptional, isPromotion } from './channels.ts';

/** Whether somebody wants to hear of something by some way. What they never said is wanted. */
export type Preference = { readonly category: Category; readonly channel: Channel; readonly enabled: boolean };

/** Whose preferences. */
export type Owner = { readonly type: 'USER' | 'CUSTOMER'; readonly id: string };

/** Somebody as messages see them, now. */
export type Contact = {
  readonly name: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly language: string;
  /** What a customer agreed to; of nobody else is it asked. */
  readonly consents: readonly string[] | null;
  /** Whether they are still there to be written to. */
  readonly present: boolean;
};

type Question = {
  readonly contact: Contact;
  readonly channel: Channel;
  readonly category: Category;
  readonly preferences: readonly Preference[];
};
type Reason = (question: Question) => string | undefined;

const names: Readonly<Record<Channel, string>> = { EMAIL: 'letters', SMS: 'SMS', IN_APP: 'messages in the application' };

/** Why somebody is not told by a way; the first reason counts (NOT-02). */
const reasons: readonly Reason[] = [
  ({ contact: { present, consents } }) =>
    present ? undefined : consents === null ? 'The account is not active.' : 'The customer wanted to be forgotten.',
  ({ contact, channel }) => (channel === 'EMAIL' && !contact.email ? 'The customer has no e-mail address.' : undefined),
  ({ contact, channel }) => (channel === 'SMS' && !contact.phone ? 'There is no mobile number to send it to.' : undefined),
  ({ contact: { consents }, category }) =>
    isPromotion(category) && !consents?.includes('MARKETING') ? 'They did not agree to be told of offers.' : undefined,
  ({ contact: { consents }, channel, category }) =>
    isPromotion(category) && channel !== 'IN_APP' && !consents?.includes(channel) ? `They did not agree to ${names[channel]}.` : undefined,
  ({ channel, category, preferences }) =>
    isOptional(category) && preferences.some((each) => each.channel === channel && each.category === category && !each.enabled)
      ? `They do not want ${names[channel]} of this kind.`
      : undefined,
];

export const whyNot = (question: Question): string | undefined => {
  for (const reason of reasons) {
    const why = reason(question);
    if (why !== undefined) return why;
  }
  return undefined;
};
