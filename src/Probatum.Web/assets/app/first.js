// Before anything is drawn: the colours and the direction that this person chose in this browser.
(function () {
  "use strict";
  var root = document.documentElement;
  try {
    var theme = localStorage.getItem("probatum-theme");
    if (theme === "light" || theme === "dark") root.dataset.theme = theme;
    if (localStorage.getItem("probatum-dir") === "rtl") root.dir = "rtl";
  } catch { /* a browser that keeps nothing has the system's colours */ }
})();
