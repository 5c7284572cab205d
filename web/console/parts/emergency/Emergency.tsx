/** The form for an emergency, loaded when it is needed, which is seldom. */
import { lazy, Suspense } from 'react';
import { Loading } from '../Loading.js';
import type { EmergencyFormProps } from './EmergencyForm.js';

const Form = lazy(async () => ({ default: (await import('./EmergencyForm.js')).EmergencyForm }));

export const Emergency = (props: EmergencyFormProps) => <Suspense fallback={<Loading />}><Form {...props} /></Suspense>;
