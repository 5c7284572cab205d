import { z } from 'zod';
import { Call } from './call.js';
import { FormStepText } from './form-step.js';
import { Message } from './message.js';
import { ReadingStepText } from './reading-step.js';
import { Task } from './task.js';
import { Visit } from './visit.js';

/** What a pathway schedules; `kind` says which. */
export const StepText = z.discriminatedUnion('kind', [Visit, FormStepText, Call, ReadingStepText, Message, Task]);
export type StepText = z.infer<typeof StepText>;
