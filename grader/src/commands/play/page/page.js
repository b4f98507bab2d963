"use strict";
// Plays a run whose states are all in the page: data.nodes[0] is the beginning, and a move names the state it leads to.
(function () {
  const data = JSON.parse(document.getElementById("data").textContent);
  const text = (number) => data.texts[number];
  const element = (id) => document.getElementById(id);
  const visited = [0];
  const here = () => data.nodes[visited[visited.length - 1]];

  function made(tag, className, content) {
    const it = document.createElement(tag);
    if (className) it.className = className;
    if (content !== undefined) it.textContent = content;
    return it;
  }

  function say(sentence) { element("said").textContent = sentence; }

  function sentence(step) {
    const [number, name, what, place] = step;
    const where = text(place) ? " (" + text(place) + ")" : "";
    return (number ? number + ". " : "") + text(name) + ": " + text(what) + where;
  }

  function go(number) {
    const move = here().moves[number];
    if (here().end) return say("The run is over: b takes the last move back, r begins again.");
    if (!move) return say("There is no move " + (number + 1) + ".");
    if (move[2] < 0) return say("This page ends here; the terminal goes on: grader play.");
    visited.push(move[2]);
    const done = here().steps.filter((step) => !step[4]).map(sentence);
    const end = here().end;
    say(done.join(". ") + (end ? ". The run is over: " + text(end[0]) + "." : ""));
    draw();
  }

  function back() {
    if (visited.length < 2) return say("This is the beginning: there is no move to take back.");
    visited.pop();
    say("One move taken back; " + (visited.length - 1) + " left.");
    draw();
  }

  function restart() {
    visited.length = 1;
    say("The beginning.");
    draw();
  }

  // One step on the way to the nearest failure.
  function show() {
    if (here().end) return say("The run is over: take a move back with b first.");
    const next = nearest();
    if (next === null) {
      const open = here().moves.some((move) => move[2] < 0);
      return say(open ? "No failure that begins like this is in this page." : "From here no choice leads to a failure.");
    }
    go(next);
  }

  function nearest() {
    const seen = new Map(); // state -> the first move towards it
    let row = [];
    here().moves.forEach((move, number) => { if (move[2] >= 0) row.push([move[2], number]); });
    while (row.length > 0) {
      const later = [];
      for (const [at, first] of row) {
        const node = data.nodes[at];
        if (seen.has(at) || !node.fails) continue;
        seen.set(at, first);
        if (node.end && !node.end[1]) return first;
        for (const move of node.moves) if (move[2] >= 0) later.push([move[2], first]);
      }
      row = later;
    }
    return null;
  }

  function drawThreads() {
    const list = element("threads");
    list.replaceChildren();
    here().threads.forEach((thread, place) => {
      const item = made("li");
      const moves = here().moves.map((move, number) => [move, number]).filter(([move]) => move[0] === place);
      for (const [move, number] of moves) {
        const button = made("button");
        button.type = "button";
        button.append(made("span", "number", String(number + 1)), made("span", "name", text(thread[0])),
          " " + text(move[1]), made("span", "place", " " + text(thread[2])));
        if (move[2] < 0) button.append(made("span", "place", " (not in this page)"));
        button.disabled = move[2] < 0;
        button.addEventListener("click", () => go(number));
        item.append(button);
      }
      if (moves.length === 0) {
        const line = made("p", "waits");
        line.style.margin = "0";
        line.append(made("span", "name", text(thread[0])), " " + text(thread[1]));
        item.append(line);
      }
      list.append(item);
    });
  }

  function drawThings() {
    const list = element("things");
    list.replaceChildren();
    for (const [name, state] of here().things) list.append(made("dt", "", text(name)), made("dd", "", text(state)));
  }

  function drawSteps() {
    const list = element("steps");
    list.replaceChildren();
    for (const at of visited) {
      for (const step of data.nodes[at].steps) {
        list.append(made("li", step[4] ? "quiet" : "", sentence(step)));
      }
    }
    const box = element("steps-box");
    box.scrollTop = box.scrollHeight;
  }

  function drawEnd() {
    const box = element("end");
    box.replaceChildren();
    const end = here().end;
    if (!end) return;
    box.append(made("h3", end[1] ? "good" : "bad", text(end[0])));
    for (const said of end[2]) box.append(made("p", "", text(said)));
  }

  function marks(file) {
    const at = new Map();
    here().threads.forEach((thread, place) => {
      if (thread[5] || text(thread[3]) !== file) return;
      const numbers = here().moves.map((move, number) => (move[0] === place ? number + 1 : 0)).filter(Boolean);
      const told = numbers.length ? numbers.join(",") : "-";
      at.set(thread[4], at.has(thread[4]) ? at.get(thread[4]) + "," + told : told);
    });
    return at;
  }

  function buildSource() {
    data.files.forEach(([file, lines], place) => {
      if (lines.length === 0) return;
      const box = made("div", "box");
      box.tabIndex = 0;
      box.setAttribute("role", "region");
      box.setAttribute("aria-label", file);
      const pre = made("pre");
      lines.forEach((line, at) => {
        const row = made("span", "row");
        const whole = line.map(([, piece]) => piece).join("");
        // A line for which there is no room goes on below itself, to the right of where it begins.
        const code = made("code", "", whole.trim() ? "" : " ");
        const indent = whole.length - whole.trimStart().length;
        code.style.setProperty("--indent", indent);
        line.forEach(([kind, piece], number) => {
          code.append(made("span", kind, number === 0 ? piece.trimStart() : piece));
        });
        row.append(made("i", "", String(at + 1)), code);
        pre.append(row);
      });
      box.append(pre);
      const whole = place === 0 ? made("div") : made("details");
      whole.append(made(place === 0 ? "h3" : "summary", "", file), box);
      element("source").append(whole);
    });
  }

  function drawSource() {
    document.querySelectorAll("#source .box").forEach((box) => {
      const at = marks(box.getAttribute("aria-label"));
      let first = null;
      box.querySelectorAll(".row").forEach((row, place) => {
        const mark = at.get(place + 1);
        row.classList.toggle("here", mark !== undefined);
        row.firstChild.textContent = (mark === undefined ? "" : mark + "> ") + (place + 1);
        if (mark !== undefined && !mark.startsWith("-") && first === null) first = row;
      });
      if (first) box.scrollTop = first.offsetTop - box.clientHeight / 3;
    });
  }

  function draw() {
    const focused = document.activeElement && element("threads").contains(document.activeElement);
    drawThreads();
    drawThings();
    drawSteps();
    drawEnd();
    drawSource();
    element("back").disabled = visited.length < 2;
    if (focused) (element("threads").querySelector("button:not([disabled])") || element("restart")).focus();
  }

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const key = event.key;
    if (key >= "1" && key <= "9") go(Number(key) - 1);
    else if (key === "b") back();
    else if (key === "r") restart();
    else if (key === "s") show();
  });
  element("back").addEventListener("click", back);
  element("restart").addEventListener("click", restart);
  element("show").addEventListener("click", show);
  buildSource();
  draw();
})();
