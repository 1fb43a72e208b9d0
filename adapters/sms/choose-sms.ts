import type { Logger } from 'pino';
import type { Sms } from '@dms/domain/notifications/ports';
import type { Config } from '../config.ts';
import { consoleSms } from './console-sms.ts';
import { msg91Sms } from './msg91-sms.ts';
import { twilioSms } from './twilio-sms.ts';

/** The provider that is configured. */
export const chooseSms = ({ sms }: Pick<Config, 'sms'>, logger: Pick<Logger, 'info'>): Sms => {
  if (sms.provider === 'msg91') return msg91Sms({ ...sms.msg91, entityId: sms.entityId });
  return sms.provider === 'twilio' ? twilioSms({ ...sms.twilio, receiptUrl: sms.receiptUrl }) : consoleSms({ logger });
};
