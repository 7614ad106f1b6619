// The editor of a cell: CodeMirror, in the place of its code.
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { EditorState, Transaction } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const colours = HighlightStyle.define([
  { tag: tags.keyword, color: "var(--run-keyword)" },
  { tag: [tags.string, tags.special(tags.string)], color: "var(--run-string)" },
  { tag: [tags.number, tags.bool], color: "var(--run-number)" },
  { tag: tags.comment, color: "var(--pst-color-text-muted)", fontStyle: "italic" },
]);

/**
 * Opens the editor of a cell; `run`, `changed` and `reset` are what is done then. `label` names it for those who do not
 * see it, and `resetLabel` is on the button that puts the page's code back; with `sure` it asks, in these words, for a
 * second click. `view.editor.replace` puts in what another
 * tab has written, which is no change of the reader's here.
 */
export function openEditor(view, { run, changed, reset, label = "Code of this cell. Escape leaves it.", resetLabel = "reset", sure }) {
  if (view.editor) {
    view.editor.focus();
    return;
  }
  const shown = view.input.querySelector(".highlight");
  const original = shown.querySelector("pre").textContent.trimEnd();
  const box = document.createElement("div");
  box.className = "run-editor";
  shown.hidden = true;
  shown.after(box);
  const runNow = () => {
    run();
    return true;
  };
  const leave = () => {
    view.input.querySelector("[data-action=run], [data-action=stop]")?.focus();
    return true;
  };
  view.editor = new EditorView({
    parent: box,
    state: EditorState.create({
      doc: view.code ?? original,
      extensions: [
        lineNumbers(),
        history(),
        indentOnInput(),
        indentUnit.of("    "),
        bracketMatching(),
        python(),
        syntaxHighlighting(colours),
        EditorView.lineWrapping,
        EditorView.contentAttributes.of({ "aria-label": label }),
        keymap.of([
          { key: "Shift-Enter", run: runNow },
          { key: "Mod-Enter", run: runNow },
          { key: "Escape", run: leave }, // Tab indents, so a key must lead out
          indentWithTab,
          ...defaultKeymap,
          ...historyKeymap,
        ]),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged || update.transactions.some((change) => change.annotation(Transaction.remote))) return;
          view.code = update.state.doc.toString();
          changed();
        }),
      ],
    }),
  });
  view.editor.replace = (text) => {
    const changes = { from: 0, to: view.editor.state.doc.length, insert: text };
    if (text !== view.editor.state.doc.toString()) view.editor.dispatch({ changes, annotations: Transaction.remote.of(true) });
  };
  const edit = view.input.querySelector("[data-action=edit]");
  const back = edit.cloneNode();
  back.textContent = resetLabel;
  back.dataset.action = "reset";
  back.onclick = () => {
    if (sure && back.textContent !== sure) {
      back.textContent = sure;
      back.addEventListener("blur", () => (back.textContent = resetLabel), { once: true });
      return;
    }
    view.editor.destroy();
    view.editor = null;
    box.remove();
    shown.hidden = false;
    reset();
    back.replaceWith(edit);
    edit.focus();
  };
  edit.replaceWith(back);
  view.editor.focus();
}
