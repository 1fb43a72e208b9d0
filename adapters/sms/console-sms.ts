import type { Logger } from 'pino';
import type { Sms } from '@dms/domain/notifications/ports';
import { maskMobile } from '@dms/domain/shared/identifiers/mobile';

/** Sends nothing and writes down that it would have: where there is no provider. What it says stays out of the log in full. */
export const consoleSms = ({ logger }: { readonly logger: Pick<Logger, 'info'> }): Sms => ({
  needsRegistration: false,
  async send({ messageId, to, text, promotional }) {
    logger.info({ messageId, recipient: maskMobile(to), characters: text.length, promotional }, 'SMS not sent: no provider is configured');
  },
});
