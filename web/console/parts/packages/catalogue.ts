/** The catalogue as the API gives it: the read model and what is still to be signed. */
import type { CatalogueRow, VersionRow } from '../../../../db/read-models/package-catalogue.js';
import { useLanguage } from '../../language.js';
import { useRead } from '../../live.js';

export type CatalogueVersion = VersionRow & { missingSignature: string | null };
export type CataloguePackage = Omit<CatalogueRow, 'versions' | 'plan'> & { durationDays: number; versions: CatalogueVersion[] };

export const useCatalogue = () => {
  const { language } = useLanguage();
  return useRead<{ items: CataloguePackage[] }>(`/packages/catalogue?language=${language}`, ['package', 'episode']);
};
