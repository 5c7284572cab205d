/** What was delivered to whom, of everything that the ledger of a simulated patient holds. */
import type { Delivered } from '../story/ledger.js';
import type { SimulatedPatient } from './simulate.js';

export const toPatient = ({ recipient }: { recipient: string }): boolean => recipient === 'patient' || recipient === 'family';

/** What reached the patient or her family; a message whose answer was lost was found to be sent. */
export const reached = (world: SimulatedPatient['world']): Delivered[] => world.delivered.filter((message) => toPatient(message) && (message.outcome === 'sent' || message.outcome === 'unsettled'));

/** By which way: an unsettled one says it in its reason. */
export const isSms = (message: Delivered): boolean => (message.outcome === 'sent' ? message.channel === 'sms' : message.outcome === 'unsettled' && message.reason.includes('from sms'));
