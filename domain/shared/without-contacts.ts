const EMAIL = /[\w.+-]+@[\w-]+(\.[\w-]+)+/g;
const PHONE = /(\+91|\b0)?[6-9]\d{9}\b/g;

/**
 * A text for the log: a driver's or a server's message may quote the row or the address it failed on, and neither belongs
 * where people read about failures.
 */
export const withoutContacts = (text: string): string => text.replace(EMAIL, '[email]').replace(PHONE, '[phone]');
