/** Diagnostics drawn into the editor: the place underlined, the sentence as its title. The list beside the editor says the same in words. */
import { Decoration, EditorView, RangeSetBuilder, type DecorationSet, type Extension, type Text } from '@uiw/react-codemirror';
import type { Diagnostic } from '../../../../pathways/schema/source/diagnostic.js';

export function faults(diagnostics: readonly Diagnostic[]): Extension {
  return [
    EditorView.decorations.of((view) => drawn(view.state.doc, diagnostics)),
    EditorView.baseTheme({ '.wy-error': { textDecoration: 'underline wavy #b3170f', background: '#fdecea' }, '.wy-warning': { textDecoration: 'underline wavy #9a4b00' } }),
  ];
}

function drawn(doc: Text, diagnostics: readonly Diagnostic[]): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  const spans = diagnostics.flatMap(({ line, column, severity, message, fix }) => {
    if (line > doc.lines) return [];
    const { from, to, text } = doc.line(line);
    const start = Math.min(from + column - 1, to);
    const word = /^[^\s,\]}]+/.exec(text.slice(start - from))?.[0].length ?? 1;
    return [{ start, end: Math.min(Math.max(start + word, start + 1), to), severity, title: `${message}. ${fix}` }];
  }).filter(({ start, end }) => end > start).sort((a, b) => a.start - b.start || a.end - b.end);
  for (const { start, end, severity, title } of spans) builder.add(start, end, Decoration.mark({ class: `wy-${severity}`, attributes: { title } }));
  return builder.finish();
}
