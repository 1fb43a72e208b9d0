/** How a branch presents itself on paper, as it was when the paper was issued. */
export type BrandingCopy = {
  /** `#rrggbb`; anything else falls back to the template's colour. */
  readonly accentColor?: string;
  readonly tagline?: string;
  /** What stands at the foot of every page. */
  readonly footer?: string;
  /** SHA-256 of the PNG or JPEG, in hexadecimal. The image is kept under it, so that it cannot change under the invoice. */
  readonly logoHash?: string;
};

/** What of the branding is seen on paper; what is not known is left out. */
export const brandingCopy = ({ accentColor, tagline, footer, logoHash }: BrandingCopy): BrandingCopy =>
  Object.fromEntries(Object.entries({ accentColor, tagline, footer, logoHash }).filter(([, value]) => value !== undefined));
