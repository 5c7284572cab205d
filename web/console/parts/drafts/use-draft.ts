/** The files of a draft while they are edited: what the server has, what was typed, and the publisher's verdict on it, asked a moment after the last key. */
import { useMutation, useQuery } from '@tanstack/react-query';
import { notifications } from '@mantine/notifications';
import { useEffect, useState } from 'react';
import type { DraftPage } from '../../../../db/read-models/draft-page.js';
import type { PackageView } from '../../../../api/package-view.js';
import type { Diagnostic } from '../../../../pathways/schema/source/diagnostic.js';
import { send } from '../../api.js';
import { useLanguage } from '../../language.js';
import { queryClient } from '../../live.js';

export type Check = { ok: boolean; diagnostics: Diagnostic[]; view: PackageView | null };
export type Editing = {
  files: DraftPage['files'];
  dirty: boolean;
  check: Check | undefined;
  checking: boolean;
  saving: boolean;
  write: (path: string, text: string) => void;
  save: () => void;
  /** What the trials are run on: the edited files, or null when they are as saved. */
  edited: DraftPage['files'] | null;
};

/** Long enough not to check at every key, short enough to feel live. */
const quietMs = 700;

export function useEditing(draft: DraftPage, done: string): Editing {
  const { language } = useLanguage();
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({});
  const files = draft.files.map((file) => ({ path: file.path, text: typed[file.path] ?? file.text }));
  const dirty = draft.files.some((file) => (typed[file.path] ?? file.text) !== file.text);
  const settled = useSettled(JSON.stringify(typed));
  const check = useQuery<Check>({
    queryKey: ['check', draft.draftId, draft.revision, settled, language], placeholderData: (before) => before,
    queryFn: () => send<Check>('POST', `/drafts/${draft.draftId}/check`, { language, ...(dirty ? { files } : {}) }),
  });
  const saving = useMutation({
    mutationFn: () => send('PUT', `/drafts/${draft.draftId}/files`, { revision: draft.revision, files }),
    onSuccess: async () => {
      notifications.show({ message: done, color: 'teal' });
      await queryClient.invalidateQueries({ queryKey: [`/drafts/${draft.draftId}`] });
      setTyped({});
    },
    onError: (error) => notifications.show({ message: error.message, color: 'red', autoClose: 12_000 }),
  });
  return {
    files, dirty, check: check.data, checking: check.isFetching || settled !== JSON.stringify(typed), saving: saving.isPending, edited: dirty ? files : null,
    write: (path, text) => setTyped((before) => ({ ...before, [path]: text })), save: () => saving.mutate(),
  };
}

function useSettled(value: string): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = window.setTimeout(() => setSettled(value), quietMs);
    return () => window.clearTimeout(timer);
  }, [value]);
  return settled;
}
