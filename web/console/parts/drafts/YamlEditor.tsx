/** CodeMirror with YAML and the publisher's diagnostics at their places. Loaded only when a draft is edited. */
import { yaml } from '@codemirror/lang-yaml';
import CodeMirror, { EditorView, type ReactCodeMirrorRef } from '@uiw/react-codemirror';
import { useEffect, useMemo, useRef } from 'react';
import type { Diagnostic } from '../../../../pathways/schema/source/diagnostic.js';
import { faults } from './faults.js';

export type Target = { line: number; column: number; /** Changes when the same place is asked for again. */ asked: number };

/** The part that scrolls must be reachable without a mouse also while the text is read-only. */
const reachable = (view: EditorView): void => void (view.scrollDOM.tabIndex = 0);

/** `target`: where the cursor is put, when it changes. */
export default function YamlEditor({ path, text, label, readOnly, diagnostics, target, write }: { path: string; text: string; label: string; readOnly: boolean; diagnostics: readonly Diagnostic[]; target: Target | null; write: (text: string) => void }) {
  const editor = useRef<ReactCodeMirrorRef>(null);
  const extensions = useMemo(() => [yaml(), EditorView.lineWrapping, EditorView.contentAttributes.of({ 'aria-label': label }), faults(diagnostics)], [label, diagnostics]);
  useEffect(() => {
    const view = editor.current?.view;
    if (!view || target === null || target.line > view.state.doc.lines) return;
    const line = view.state.doc.line(target.line);
    const at = Math.min(line.from + target.column - 1, line.to);
    view.dispatch({ selection: { anchor: at }, effects: EditorView.scrollIntoView(at, { y: 'center' }) });
    view.focus();
  }, [target, path]);
  return <CodeMirror key={path} ref={editor} value={text} height="62vh" readOnly={readOnly} extensions={extensions} onChange={write} basicSetup={{ foldGutter: true, autocompletion: false }} indentWithTab={false} onCreateEditor={reachable} />;
}
