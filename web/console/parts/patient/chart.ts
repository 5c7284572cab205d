/** What the parts of the patient page share: whose page it is, in which zone, and where its state lives in the address. */
import { createContext, useContext } from 'react';
import { useSearchParams } from 'wouter';
import type { PatientChart } from '../../../../db/read-models/patient-chart.js';
import { useLanguage } from '../../language.js';
import { sayClock, sayDay, sayMoment, sayShortDay, sayDate } from '../../when.js';

/** `readAtMs`: when the API said it, by this browser's clock. */
const ChartContext = createContext<{ chart: PatientChart; readAtMs: number } | null>(null);
export const ChartProvider = ChartContext.Provider;

function useContent(): { chart: PatientChart; readAtMs: number } {
  const content = useContext(ChartContext);
  if (content === null) throw new Error('useChart outside ChartProvider');
  return content;
}
export const useChart = (): PatientChart => useContent().chart;
export const useReadAt = (): number => useContent().readAtMs;

/** Times of the patient: episode time in the patient's own zone. */
export function useTimes(): { moment: (at: string) => string; day: (at: string) => string; shortDay: (at: string) => string; clock: (at: string) => string; date: (date: string) => string } {
  const { language } = useLanguage();
  const { zone } = useChart().patient;
  return {
    moment: (at) => sayMoment(at, language, zone), day: (at) => sayDay(at, language, zone), shortDay: (at) => sayShortDay(at, language, zone), clock: (at) => sayClock(at, language, zone),
    date: (date) => sayDate(date, language),
  };
}

export const tabs = ['overview', 'timeline', 'messages', 'answers', 'trends', 'visits', 'photos', 'ahead', 'record'] as const;
export type Tab = (typeof tabs)[number];

/** The address holds the state of the page; an empty value leaves it. */
export function usePlace(): { read: (name: string) => string | null; go: (changes: Readonly<Record<string, string | null>>) => void } {
  const [params, setParams] = useSearchParams();
  return {
    read: (name) => params.get(name),
    go(changes) {
      setParams((before) => {
        const next = new URLSearchParams(before);
        for (const [name, value] of Object.entries(changes)) {
          if (value === null || value === '') next.delete(name);
          else next.set(name, value);
        }
        return next;
      }, { replace: !('tab' in changes) });
    },
  };
}
