"use strict";
// Sorts and filters the matrix. The page is whole without it.
(() => {
  const by = (id) => document.getElementById(id);
  const [form, find, where, verdict, shown] = ["filters", "find", "where", "verdict", "shown"].map(by);
  const matrix = by("matrix");
  const body = matrix.tBodies[0];
  const rows = Array.from(body.rows);

  const has = (row) => {
    const [exercise, check] = where.value.split(":");
    const cells = Array.from(row.cells).filter((cell) => cell.dataset.verdicts);
    return cells.some((cell) => {
      if (exercise && cell.dataset.exercise !== exercise) return false;
      const verdicts = cell.dataset.verdicts.split(" ");
      const looked = check === undefined ? verdicts : [verdicts[Number(check)]];
      return looked.includes(verdict.value);
    });
  };

  const filter = () => {
    const text = find.value.trim().toLowerCase();
    let count = 0;
    for (const row of rows) {
      const wanted = row.dataset.find.includes(text) && (!verdict.value || has(row));
      row.hidden = !wanted;
      count += wanted ? 1 : 0;
    }
    shown.textContent = `${count} of ${rows.length} students shown`;
  };

  const value = (row, column) => Number(row.cells[column].dataset.value);
  const compare = (kind, column) => (a, b) =>
    kind === "number"
      ? value(a, column) - value(b, column)
      : a.dataset.find.localeCompare(b.dataset.find, undefined, { numeric: true });

  const heads = Array.from(matrix.tHead.rows[0].cells);
  const sort = (head, column) => {
    const up = head.getAttribute("aria-sort") !== "ascending";
    for (const other of heads) other.removeAttribute("aria-sort");
    head.setAttribute("aria-sort", up ? "ascending" : "descending");
    rows.sort(compare(head.dataset.sort, column));
    if (!up) rows.reverse();
    body.append(...rows);
  };
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = head.textContent;
    button.addEventListener("click", () => sort(head, column));
    head.replaceChildren(button);
  });

  const turns = by("wrong-turns");
  const last = (row) => row.cells[row.cells.length - 1];
  for (const row of turns ? turns.tBodies[0].rows : []) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = last(row).textContent;
    button.setAttribute("aria-label", `Show the ${last(row).textContent} students of this row in the table of marks`);
    button.addEventListener("click", () => {
      find.value = "";
      where.value = row.dataset.where;
      verdict.value = row.dataset.verdict;
      filter();
      by("marks").scrollIntoView();
      verdict.focus({ preventScroll: true });
    });
    last(row).replaceChildren(button);
  }

  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", filter);
  // The fields are empty only after the event.
  form.addEventListener("reset", () => setTimeout(filter));
  form.hidden = false;
  filter();
})();
