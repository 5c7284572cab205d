/** Reads the page aloud with the phone's own voice; where it has none, the button stays hidden. */
const button = document.querySelector<HTMLButtonElement>('#speak');
const main = document.querySelector<HTMLElement>('#main');
if (button && main && 'speechSynthesis' in window) {
  const start = button.textContent ?? '';
  const stop = button.dataset['stop'] ?? start;
  const over = (): void => {
    button.textContent = start;
  };
  /** Sentences one after the other: long texts are cut off by several phones. */
  const sentences = (): string[] => {
    const copy = main.cloneNode(true) as HTMLElement; // cloneNode says Node, whatever it clones
    for (const silent of copy.querySelectorAll('#speak, .no-print, script, .flag, input, select, textarea')) silent.remove();
    const blocks = [...copy.querySelectorAll<HTMLElement>('h1, h2, p, li, label, legend, dt, dd, summary, button, .button')].filter((block) => !block.querySelector('h1, h2, p, li, label, legend, dt, dd'));
    return blocks.map((block) => block.textContent?.replace(/\s+/g, ' ').trim() ?? '').filter((text) => text !== '');
  };
  button.hidden = false;
  button.addEventListener('click', () => {
    if (speechSynthesis.speaking) {
      speechSynthesis.cancel();
      return over();
    }
    const texts = sentences();
    button.textContent = stop;
    for (const [n, text] of texts.entries()) {
      const said = new SpeechSynthesisUtterance(text);
      said.lang = document.documentElement.lang;
      said.rate = 0.85;
      if (n === texts.length - 1) for (const end of ['end', 'error'] as const) said.addEventListener(end, over); // a phone without this language's voice says `error`
      speechSynthesis.speak(said);
    }
  });
  window.addEventListener('pagehide', () => speechSynthesis.cancel());
}
export {};
