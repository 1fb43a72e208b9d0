/** As the client of SMTP tells of a reply that was no success. */
type Refusal = { readonly command?: unknown; readonly responseCode?: unknown; readonly response?: unknown };

/** Replies that mean the mailbox itself: there is none, it is another's, its name cannot be, or its domain takes no mail (RFC 5321, RFC 7504). */
const OF_THE_MAILBOX: readonly unknown[] = [550, 551, 553, 554, 556];

/**
 * Enhanced codes (RFC 3463) that mean something else under the same replies: a mailbox that is full (2.2), the server (3), the dialogue (5), and
 * whom we are taken for (7).
 */
const OF_SOMETHING_ELSE = /^\d{3}[ -]5\.(?:2\.2|[357]\.\d+)\b/;
/** What servers without enhanced codes say of a sender that they do not know, or that is on a list. */
const OF_THE_SENDER = /relay|authenticat|blocked|blacklist|blocklist|spam|rate limit/i;

/**
 * Whether the server refuses the mailbox for good, so that no other try will be taken either. A refusal that is passing (4xx), of the sender
 * or its password, or of the letter, is not: somebody mends that.
 */
export const isRefusedMailbox = (error: unknown): boolean => {
  if (typeof error !== 'object' || error === null) return false;
  const { command, responseCode, response } = error as Refusal;
  if (command !== 'RCPT TO' || !OF_THE_MAILBOX.includes(responseCode)) return false;
  const said = typeof response === 'string' ? response : '';
  return !OF_SOMETHING_ELSE.test(said) && !OF_THE_SENDER.test(said);
};
