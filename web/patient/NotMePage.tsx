/** "This is not meant for me": asked once more, with what will happen. The same for every link, also for one that nobody ever got: nothing here is looked up. */
import { Form, PatientPage, type PatientView } from './shell.js';

/** `gate`: the page that asks for the birth date, where whoever pressed by mistake belongs. */
export const NotMePage = ({ view, gate }: { view: PatientView; gate: string }) => (
  <PatientPage view={view} title={view.t('notMeTitle')} silent>
    <p class="card">{view.t('notMeWords')}</p>
    <Form view={view} action={`${gate}/not-me`}>
      <button type="submit">{view.t('notMeYes')}</button>
    </Form>
    <a class="button second" href={gate}>{view.t('notMeBack')}</a>
  </PatientPage>
);
