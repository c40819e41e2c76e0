// Reads the page aloud where the browser can. Without this script, or in WeChat, the button stays hidden.
(() => {
  const button = document.querySelector("[data-listen]");
  if (!button || !("speechSynthesis" in window)) return;
  const voices = { "zh-Hans": "zh-CN", "zh-Hant": "zh-HK", en: "en-GB" };
  const say = button.textContent;
  const finish = () => { button.textContent = say; };

  button.hidden = false;
  button.addEventListener("click", () => {
    const speaking = button.textContent !== say;
    speechSynthesis.cancel();
    if (speaking) return finish();
    const parts = document.querySelectorAll("main h1, main .prose");
    for (const part of parts) {
      const words = new SpeechSynthesisUtterance(part.innerText);
      words.lang = voices[(part.querySelector("[lang]") || part.closest("[lang]")).lang];
      words.rate = 0.9;
      words.onend = part === parts[parts.length - 1] ? finish : null;
      speechSynthesis.speak(words);
    }
    button.textContent = button.dataset.listen;
  });
  addEventListener("pagehide", () => speechSynthesis.cancel());
})();
