// Which fields does an item have, and how are they asked for?
import { element, say } from "./dom.js";
import { Chooser } from "./chooser.js";
import { number } from "./naming.js";
import { Splitting } from "./splitting.js";

const KINDS = ["level", "count", "increment", "growth", "reduction", "ratio"];
const COMPARATORS = ["=", ">=", "<=", ">", "<", "~", "range"];
const STAGES = ["", "preparation", "attract", "landing", "start", "construction", "completed", "in_operation", "operate"];
const REASONS = ["name", "threshold", "attribute", "summary", "background", "repeat"];

/** All fields of the item at once; only those that were changed are sent. */
export function editForm({ item, store, actions, catalogue, done }) {
  const fields = { target: targetFields, task: taskFields, project: projectFields, institution: institutionFields }[item.kind](item, store);
  const measure = item.kind === "target" ? measureField(item, catalogue) : null;
  const grid = element("div", { className: "form-grid" }, Object.values(fields).map((f) => f.element), measure?.element);
  const compare = fields.comparator?.input;
  const showUpper = () => grid.classList.toggle("has-range", compare?.value === "range");
  compare?.addEventListener("change", showUpper);
  showUpper();
  return form(
    [grid],
    say("save"),
    (problem) => {
      const changed = {};
      for (const [name, field] of Object.entries(fields)) {
        const value = field.read();
        if (value === undefined) return problem(field, say("not_a_number"));
        if (String(value ?? "") !== String(field.before ?? "")) changed[name] = value;
      }
      if (Object.keys(changed).length) actions.edit(item, changed);
      if (measure && measure.value() !== (item.measure || "")) actions.bind(item, measure.value());
      return done();
    },
    done,
  );
}

function targetFields(item, store) {
  const wholes = [...store.items.values()].filter((other) => other.kind === "target" && other.id !== item.id && other.state !== "discarded");
  wholes.sort((a, b) => Math.abs(a.start - item.start) - Math.abs(b.start - item.start));
  return {
    subject: textField("field_subject", item.subject, { wide: true }),
    comparator: selectField("field_comparator", item.comparator, COMPARATORS.map((c) => [c, say(`comparator_${c}`)])),
    value: numberField("field_value", item.value),
    value_hi: numberField("field_value_hi", item.value_hi, { className: "field--upper" }),
    unit: textField("field_unit", item.unit),
    target_kind: selectField("field_kind", item.target_kind, KINDS.map((k) => [k, say(`target_${k}`)])),
    deadline: textField("field_deadline", item.deadline),
    scope: textField("field_scope", item.scope),
    modality: textField("field_modality", item.modality),
    parent: selectField(
      "field_parent",
      item.parent ?? "",
      [["", say("no_parent")], ...wholes.map((other) => [other.id, `${other.subject} ${number(other.value)}${other.unit ?? ""}`])],
      { wide: true },
    ),
  };
}

function taskFields(item) {
  return {
    checkable: selectField("field_checkable", String(Boolean(item.checkable)), [["true", say("checkable")], ["false", say("not_checkable")]], {
      convert: (value) => value === "true",
      wide: true,
    }),
    deadline: textField("field_deadline", item.deadline),
  };
}

function projectFields(item) {
  return {
    name: textField("field_name", item.name, { wide: true }),
    stage: selectField("field_stage", item.stage ?? "", STAGES.map((s) => [s, s ? say(`stage_${s}`) : "—"])),
    deadline: textField("field_deadline", item.deadline),
  };
}

function institutionFields(item) {
  return { name: textField("field_name", item.name, { wide: true }) };
}

/** Why it is no item: common reasons by number, or in own words. */
export function discardForm({ item, actions, done }) {
  const field = element("input", { type: "text", maxLength: 200, "aria-label": say("reason"), placeholder: say("reason_own"), "data-first": "" });
  const finish = (reason) => {
    actions.discard(item, reason);
    done("next");
  };
  const choices = REASONS.map((reason, index) =>
    element("button", { type: "button", className: "button", on: { click: () => finish(say(`reason_${reason}`)) } }, element("kbd", {}, index + 1), say(`reason_${reason}`)),
  );
  field.addEventListener("keydown", (event) => {
    const index = Number(event.key) - 1;
    if (!field.value && choices[index]) {
      event.preventDefault();
      choices[index].click();
    }
  });
  return form(
    [element("p", { className: "form-title" }, say("why_discard")), element("div", { className: "form-choices" }, choices), field],
    say("verb_discard"),
    (problem) => (field.value.trim() ? finish(field.value.trim()) : problem({ element: field, input: field }, say("reason_needed"))),
    done,
  );
}

/** Where to cut it in two. */
export function splitForm({ item, store, actions, done }) {
  const splitting = new Splitting(store.text.slice(item.start, item.end));
  return form(
    [element("p", { className: "form-title" }, say("split_where")), splitting.element],
    say("verb_split"),
    () => {
      actions.split(item, item.start + splitting.at);
      done();
    },
    done,
  );
}

/** Which measure counts this target; or why none can for now. */
export function measureForm({ item, actions, catalogue, done }) {
  const picked = measureField(item, catalogue);
  picked.input.dataset.first = "";
  const reason = element("input", { type: "text", maxLength: 200, value: item.parked_reason ?? "" });
  queueMicrotask(() => {
    if (!item.measure) picked.input.value = "";
  });
  return form(
    [picked.element, labelled("park_reason", reason, { wide: true, hint: say("park_hint") })],
    say("save"),
    () => {
      if (picked.value()) actions.bind(item, picked.value());
      else if (reason.value.trim()) actions.park(item, reason.value.trim());
      if (!reason.value.trim() && item.parked_reason) actions.unpark(item);
      done();
    },
    done,
  );
}

/** Who answers for it: one department leads, others support, a leader stands for it. */
export function assignForm({ item, store, actions, done }) {
  const departments = store.departments.map((department) => ({ value: String(department.id), label: department.name, words: department.code }));
  const leaders = store.leaders.map((leader) => ({ value: String(leader.id), label: leader.name, note: leader.title }));
  const lead = new Chooser({ label: say("fact_lead"), options: departments, value: String(item.lead ?? "") });
  const leader = new Chooser({ label: say("fact_leader"), options: leaders, value: String(item.leader ?? "") });
  lead.input.dataset.first = "";
  const boxes = store.departments.map((department) => {
    const box = element("input", { type: "checkbox", value: department.id, checked: (item.supporting ?? []).includes(department.id) });
    return element("label", { className: "check" }, box, department.name);
  });
  return form(
    [
      element("div", { className: "form-grid" }, labelled("fact_lead", lead.element, { caption: true }), labelled("fact_leader", leader.element, { caption: true })),
      element("fieldset", { className: "checks" }, element("legend", {}, say("fact_supporting")), boxes),
    ],
    say("verb_assign"),
    () => {
      const supporting = boxes.map((label) => label.firstChild).filter((box) => box.checked).map((box) => Number(box.value));
      actions.assign(item, { lead: toId(lead.value()), supporting, leader: toId(leader.value()) });
      done();
    },
    done,
  );
}

function toId(value) {
  return value ? Number(value) : null;
}

function measureField(item, catalogue) {
  const picked = new Chooser({ label: say("fact_measure"), options: catalogue.optionsFor(item), value: item.measure || "" });
  const place = labelled("fact_measure", picked.element, { wide: true, caption: true });
  return { input: picked.input, value: () => picked.value(), element: place };
}

function form(content, save, submit, done) {
  const alert = element("p", { className: "field-error", role: "alert" });
  const problem = (field, message) => {
    alert.textContent = message;
    field.input.setAttribute("aria-invalid", "true");
    field.input.focus();
  };
  return element(
    "form",
    {
      className: "inspector-form",
      noValidate: true,
      on: {
        submit: (event) => {
          event.preventDefault();
          submit(problem);
        },
      },
    },
    element("div", { className: "inspector-fields" }, content, alert),
    element(
      "div",
      { className: "inspector-buttons" },
      element("button", { type: "submit", className: "button button--main" }, save, element("kbd", {}, "Enter")),
      element("button", { type: "button", className: "button", on: { click: () => done() } }, say("cancel"), element("kbd", {}, "Esc")),
    ),
  );
}

function labelled(key, input, { wide = false, hint = null, caption = false } = {}) {
  const name = element(caption ? "span" : "label", { className: "label" }, say(key));
  if (!caption) {
    input.id ||= `field-${key}`;
    name.htmlFor = input.id;
  }
  return element("div", { className: `field${wide ? " field--wide" : ""}` }, name, input, hint ? element("span", { className: "hint" }, hint) : null);
}

function textField(key, value, { wide = false } = {}) {
  const input = element("input", { type: "text", value: value ?? "", maxLength: 300 });
  return { element: labelled(key, input, { wide }), input, before: value ?? "", read: () => input.value.trim() };
}

function numberField(key, value, { className = "" } = {}) {
  const before = value === null || value === undefined ? "" : number(value).replace("−", "-");
  const input = element("input", { type: "text", inputMode: "decimal", value: before });
  const read = () => {
    const written = input.value.normalize("NFKC").replace(/[,\s]/g, "").replace("−", "-");
    if (!written) return null;
    return /^-?\d+(\.\d+)?$/.test(written) ? written : undefined;
  };
  const field = labelled(key, input);
  if (className) field.classList.add(className);
  return { element: field, input, before: before || null, read };
}

function selectField(key, value, options, { wide = false, convert = (chosen) => chosen || null } = {}) {
  const input = element("select", {}, options.map(([code, label]) => element("option", { value: code, selected: code === value }, label)));
  return { element: labelled(key, input, { wide }), input, before: convert(value ?? ""), read: () => convert(input.value) };
}
