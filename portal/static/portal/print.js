// The button that prints. Without this script it stays hidden, and the line beside it names the keys.
const button = document.querySelector("[data-print]");
button.hidden = false;
button.addEventListener("click", () => print());
