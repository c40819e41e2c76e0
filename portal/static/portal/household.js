// A scanned code stands behind # in the address, which is never sent. It moves into the form and out of the address
// bar; the person presses the button. Without this script the thirteen characters are typed instead.
(() => {
  const form = document.getElementById("household-form");
  const secret = form && form.elements.secret;
  const scanned = location.hash.slice(1);
  if (!secret || !/^[A-Za-z0-9_-]{22}$/.test(scanned)) return;
  history.replaceState(null, "", location.pathname);
  secret.value = scanned;
  for (const field of form.querySelectorAll(".field")) field.hidden = true;
  for (const part of document.querySelectorAll("[data-scanned]")) part.hidden = false;
  for (const part of document.querySelectorAll("[data-typed]")) part.hidden = true;
})();
