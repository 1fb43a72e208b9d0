import type { PaperLanguage } from '../shared/languages.ts';
import type { Channel } from './channels.ts';
import { kindNamed, type KindName, templatedKinds } from './kinds.ts';
import type { TemplateKey, Wording } from './template.ts';
import { placesOf } from './template-text.ts';

type Words = { readonly subject?: string; readonly lines: readonly string[] };
type InLanguages = Readonly<Record<PaperLanguage, Words>>;

const invoiceLetter: InLanguages = {
  en: {
    subject: '{{paper}} {{number}} from {{seller}}',
    lines: [
      'Dear {{customer}},',
      'please find attached {{paperName}} {{number}} for ₹{{amount}}.',
      '{{due}}',
      'Thank you for coming to {{branch}}.',
    ],
  },
  hi: {
    subject: '{{seller}} का {{paper}} {{number}}',
    lines: ['प्रिय {{customer}},', 'कृपया संलग्न {{paperName}} {{number}} देखें, राशि ₹{{amount}}।', '{{due}}', '{{branch}} में आने के लिए धन्यवाद।'],
  },
};

/** What each message says as the product comes, until somebody edits it. The reference seed keeps these as templates (SED-01). */
const words: { readonly [Name in KindName]: { readonly [By in Channel]?: InLanguages } } = {
  'password-reset': {
    EMAIL: {
      en: {
        subject: 'A new password for DMS',
        lines: [
          'Dear {{name}},',
          'somebody, we hope you, asked for a new password.',
          'Set it within 15 minutes with this code, which works once:',
          '{{code}}',
          'If it was not you, do nothing: your password stays as it is.',
        ],
      },
      hi: {
        subject: 'DMS के लिए नया पासवर्ड',
        lines: [
          'प्रिय {{name}},',
          'किसी ने, आशा है आपने ही, नया पासवर्ड माँगा है।',
          'इसे 15 मिनट के भीतर इस कोड से बदलें, जो एक ही बार काम करता है:',
          '{{code}}',
          'यदि यह आपने नहीं माँगा, तो कुछ न करें: आपका पासवर्ड वही रहेगा।',
        ],
      },
    },
  },
  invitation: {
    EMAIL: {
      en: {
        subject: 'Welcome to DMS',
        lines: [
          'Dear {{name}},',
          'an account was made for you.',
          'Choose your password within 72 hours with this code, which works once:',
          '{{code}}',
          'If you do not know what this is about, do nothing.',
        ],
      },
      hi: {
        subject: 'DMS में आपका स्वागत है',
        lines: [
          'प्रिय {{name}},',
          'आपके लिए एक खाता बनाया गया है।',
          '72 घंटे के भीतर इस कोड से अपना पासवर्ड चुनें, जो एक ही बार काम करता है:',
          '{{code}}',
          'यदि आप इसके बारे में नहीं जानते, तो कुछ न करें।',
        ],
      },
    },
  },
  invoice: { EMAIL: invoiceLetter },
  'invoice-copy': { EMAIL: invoiceLetter },
  'payment-reminder': {
    EMAIL: {
      en: {
        subject: 'Reminder: invoice {{number}} from {{seller}}',
        lines: [
          'Dear {{customer}},',
          '₹{{amount}} is to be paid on invoice {{number}}.',
          '{{due}}',
          '{{payBy}}',
          'If you have paid already, please disregard this letter.',
          'Thank you, {{branch}}',
        ],
      },
      hi: {
        subject: 'अनुस्मारक: {{seller}} का इनवॉइस {{number}}',
        lines: [
          'प्रिय {{customer}},',
          'इनवॉइस {{number}} पर ₹{{amount}} का भुगतान शेष है।',
          '{{due}}',
          '{{payBy}}',
          'यदि आप भुगतान कर चुके हैं, तो कृपया इस पत्र पर ध्यान न दें।',
          'धन्यवाद, {{branch}}',
        ],
      },
    },
    SMS: {
      en: { lines: ['Dear {{customer}}, Rs {{amount}} is to be paid on invoice {{number}}. {{due}} - {{seller}}'] },
      hi: { lines: ['प्रिय {{customer}}, इनवॉइस {{number}} पर रु {{amount}} का भुगतान शेष है। {{due}} - {{seller}}'] },
    },
  },
  'payment-received': {
    SMS: {
      en: { lines: ['Dear {{customer}}, we received Rs {{amount}}, receipt {{receipt}}. Thank you - {{branch}}'] },
      hi: { lines: ['प्रिय {{customer}}, हमें रु {{amount}} प्राप्त हुए, रसीद {{receipt}}। धन्यवाद - {{branch}}'] },
    },
  },
  'warranty-ending': {
    EMAIL: {
      en: {
        subject: 'Your warranty ends on {{endsOn}}',
        lines: [
          'Dear {{customer}},',
          'the warranty on what was done under invoice {{number}} ends on {{endsOn}}.',
          'If anything is not as it should be, please come in before. We will gladly have a look.',
          'Thank you, {{branch}}',
        ],
      },
      hi: {
        subject: 'आपकी वारंटी {{endsOn}} को समाप्त होगी',
        lines: [
          'प्रिय {{customer}},',
          'इनवॉइस {{number}} के कार्य की वारंटी {{endsOn}} को समाप्त होगी।',
          'यदि कुछ ठीक न हो, तो कृपया उससे पहले पधारें।',
          'धन्यवाद, {{branch}}',
        ],
      },
    },
    SMS: {
      en: { lines: ['Dear {{customer}}, the warranty of invoice {{number}} ends on {{endsOn}}. Thank you - {{branch}}'] },
      hi: { lines: ['प्रिय {{customer}}, इनवॉइस {{number}} की वारंटी {{endsOn}} को समाप्त होगी। धन्यवाद - {{branch}}'] },
    },
  },
  estimate: {
    EMAIL: {
      en: {
        subject: 'Estimate for {{vehicle}} ({{jobNumber}}, revision {{revision}})',
        lines: [
          'Dear {{customer}},',
          'the work on {{vehicle}} is estimated at ₹{{amount}}.',
          'See what it is made of, and accept or decline it, until {{until}}: {{link}}',
          'Whoever has this link can decide in your place: do not pass it on.',
          '{{question}}',
          'Thank you, {{branch}}',
        ],
      },
      hi: {
        subject: '{{vehicle}} के काम का अनुमान ({{jobNumber}}, संशोधन {{revision}})',
        lines: [
          'प्रिय {{customer}},',
          '{{vehicle}} के काम का अनुमानित खर्च ₹{{amount}} है।',
          'विवरण देखने और {{until}} तक स्वीकार या अस्वीकार करने के लिए: {{link}}',
          'यह लिंक जिसके पास हो, वह आपकी ओर से निर्णय ले सकता है: इसे किसी को न भेजें।',
          '{{question}}',
          'धन्यवाद, {{branch}}',
        ],
      },
    },
    SMS: {
      en: {
        lines: [
          'Dear {{customer}}, the work on {{vehicle}} is estimated at Rs {{amount}}. Accept or decline it until {{until}}: {{link}} - {{branch}}',
        ],
      },
      hi: {
        lines: [
          'प्रिय {{customer}}, {{vehicle}} के काम का अनुमानित खर्च रु {{amount}} है। {{until}} तक स्वीकार या अस्वीकार करें: {{link}} - {{branch}}',
        ],
      },
    },
  },
  'service-reminder': {
    EMAIL: {
      en: {
        subject: 'Service reminder: {{registration}}',
        lines: [
          'Dear {{customer}},',
          'The next service of your {{vehicle}} ({{registration}}) is due {{due}}.',
          '{{appointment}}',
          'Thank you, {{branch}}',
        ],
      },
      hi: {
        subject: 'सर्विस अनुस्मारक: {{registration}}',
        lines: [
          'प्रिय {{customer}},',
          'आपके {{vehicle}} ({{registration}}) की अगली सर्विस {{due}} देय है।',
          '{{appointment}}',
          'धन्यवाद, {{branch}}',
        ],
      },
    },
    SMS: {
      en: { lines: ['Dear {{customer}}, the next service of {{registration}} is due {{due}}. {{appointment}} - {{branch}}'] },
      hi: { lines: ['प्रिय {{customer}}, {{registration}} की अगली सर्विस {{due}} देय है। {{appointment}} - {{branch}}'] },
    },
  },
  birthday: {
    EMAIL: {
      en: { subject: 'Happy birthday, {{customer}}', lines: ['Dear {{customer}},', 'all of us wish you a happy birthday.'] },
      hi: { subject: 'जन्मदिन की शुभकामनाएँ, {{customer}}', lines: ['प्रिय {{customer}},', 'हम सबकी ओर से जन्मदिन की हार्दिक शुभकामनाएँ।'] },
    },
    SMS: {
      en: { lines: ['Dear {{customer}}, all of us wish you a happy birthday.'] },
      hi: { lines: ['प्रिय {{customer}}, हम सबकी ओर से जन्मदिन की हार्दिक शुभकामनाएँ।'] },
    },
  },
  'vehicle-ready': {
    SMS: {
      en: { lines: ['Dear {{customer}}, your vehicle {{vehicle}} is ready to be collected, job {{jobNumber}} - {{branch}}'] },
      hi: { lines: ['प्रिय {{customer}}, आपका वाहन {{vehicle}} तैयार है, जॉब {{jobNumber}} - {{branch}}'] },
    },
  },
  'job-assigned': {
    IN_APP: {
      en: { subject: 'Job {{jobNumber}} is yours', lines: ['You were assigned to {{jobNumber}}, vehicle {{vehicle}}.'] },
      hi: { subject: 'जॉब {{jobNumber}} आपका है', lines: ['आपको {{jobNumber}} सौंपा गया है, वाहन {{vehicle}}।'] },
    },
  },
  'task-assigned': {
    IN_APP: {
      en: { subject: 'A task of {{jobNumber}} is yours', lines: ['You were given “{{task}}” of {{jobNumber}}, vehicle {{vehicle}}.'] },
      hi: { subject: '{{jobNumber}} का एक कार्य आपका है', lines: ['आपको {{jobNumber}} का कार्य “{{task}}” सौंपा गया है, वाहन {{vehicle}}।'] },
    },
  },
  'backorder-filled': {
    IN_APP: {
      en: { subject: 'A part for {{jobNumber}} has come', lines: ['{{quantity}} of {{part}} is held for {{jobNumber}}.'] },
      hi: { subject: '{{jobNumber}} के लिए पुर्ज़ा आ गया', lines: ['{{jobNumber}} के लिए {{part}} की {{quantity}} मात्रा रखी गई है।'] },
    },
  },
  'stock-low': {
    IN_APP: {
      en: {
        subject: '{{sku}} is running low',
        lines: ['{{available}} is left of {{sku}}, the level is {{level}}. Reorder {{reorder}}.', '{{spare}}'],
      },
      hi: {
        subject: '{{sku}} कम हो रहा है',
        lines: ['{{sku}} की {{available}} मात्रा बची है, स्तर {{level}} है। {{reorder}} मँगाएँ।', '{{spare}}'],
      },
    },
  },
  'transfer-dispatched': {
    IN_APP: {
      en: { subject: '{{transferNumber}} is on its way', lines: ['{{from}} has sent off {{transferNumber}} to {{to}}.'] },
      hi: { subject: '{{transferNumber}} रास्ते में है', lines: ['{{from}} ने {{transferNumber}} को {{to}} भेज दिया है।'] },
    },
  },
  'transfer-received': {
    IN_APP: {
      en: { subject: '{{transferNumber}} has arrived', lines: ['{{to}} has received {{transferNumber}} from {{from}}.'] },
      hi: { subject: '{{transferNumber}} पहुँच गया', lines: ['{{to}} को {{from}} से {{transferNumber}} मिल गया है।'] },
    },
  },
  'cancellation-stalled': {
    IN_APP: {
      en: {
        subject: '{{number}} is not cancelled yet',
        lines: [
          'The e-invoice portal was asked to cancel {{number}} on {{askedOn}}, and has given no answer.',
          'Nobody asks it any more: cancel the invoice again once the portal can be reached.',
        ],
      },
      hi: {
        subject: '{{number}} अभी रद्द नहीं हुआ',
        lines: [
          'ई-इनवॉइस पोर्टल से {{askedOn}} को {{number}} रद्द करने को कहा गया था, पर कोई उत्तर नहीं मिला।',
          'अब पोर्टल से पूछा नहीं जा रहा: पोर्टल उपलब्ध होने पर इनवॉइस को फिर से रद्द करें।',
        ],
      },
    },
  },
  'approval-asked': {
    IN_APP: {
      en: { subject: '{{asker}} asks for your decision', lines: ['It is about {{kind}}.', '{{amount}}'] },
      hi: { subject: '{{asker}} आपका निर्णय चाहते हैं', lines: ['विषय: {{kind}}।', '{{amount}}'] },
    },
  },
  broadcast: {},
  test: {},
  'approval-decided': {
    IN_APP: {
      en: { subject: 'Your request was {{outcome}}', lines: ['It was about {{kind}}.', '{{comments}}'] },
      hi: { subject: 'आपका अनुरोध {{outcome}}', lines: ['विषय: {{kind}}।', '{{comments}}'] },
    },
  },
};

/** As the product says it; nothing for what does not go by this way. */
export const firstWording = ({ type, channel, language }: TemplateKey): Wording | undefined => {
  const told = words[type][channel]?.[language];
  if (!told) return undefined;
  const [subject, body] = [told.subject ?? null, told.lines.join('\n\n')];
  const variables = [...new Set([...placesOf(subject ?? ''), ...placesOf(body)])];
  return { subject, body, html: null, variables, dltTemplateId: null };
};

/** Every template that the product comes with. */
export const firstTemplateKeys: readonly TemplateKey[] = templatedKinds.flatMap((type) =>
  kindNamed(type).channels.flatMap((channel) => (['en', 'hi'] as const).map((language) => ({ type, channel, language }))),
);
