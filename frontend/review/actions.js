// What can be done on the page, and how does it look before the server has answered?
import { say } from "./dom.js";
import { shortName } from "./naming.js";

export class Actions {
  constructor({ store, queue, notify }) {
    Object.assign(this, { store, queue, notify });
  }

  send(body, ids = [], message = null) {
    if (this.store.readOnly) {
      this.notify(say("read_only"));
      return;
    }
    const before = this.store.snapshot(ids);
    this.show(body);
    this.queue.add(body, before);
    if (message) this.notify(message, { undo: true });
  }

  /** The change as it will be, for verbs whose result is known beforehand; the others wait for the answer. */
  show(body) {
    const ids = body.items ?? (body.item ? [body.item] : []);
    const fields = OPTIMISTIC[body.verb]?.(body);
    if (!fields) return;
    this.store.put(ids.filter((id) => this.store.items.has(id)).map((id) => ({ ...this.store.items.get(id), ...fields })));
  }

  accept(item) {
    if (item.state !== "accepted") this.send({ verb: "accept", item: item.id }, [item.id]);
  }

  acceptMany(items) {
    const ids = items.filter((item) => item.state === "proposed").map((item) => item.id);
    if (ids.length) this.send({ verb: "accept_all", items: ids }, ids, say("accepted_many", { count: ids.length }));
  }

  discard(item, reason) {
    this.send({ verb: "discard", item: item.id, reason }, [item.id], say("discarded", { name: shortName(item) }));
  }

  restore(item) {
    this.send({ verb: "restore", item: item.id }, [item.id], say("restored", { name: shortName(item) }));
  }

  edit(item, fields) {
    this.send({ verb: "edit", item: item.id, fields }, [item.id]);
  }

  bind(item, code) {
    this.send({ verb: "bind", item: item.id, fields: { measure: code } }, [item.id]);
  }

  confirmMeasure(item) {
    this.send({ verb: "confirm_measure", item: item.id }, [item.id]);
  }

  park(item, reason) {
    this.send({ verb: "park", item: item.id, reason }, [item.id]);
  }

  unpark(item) {
    this.send({ verb: "unpark", item: item.id }, [item.id]);
  }

  assign(item, fields) {
    this.send({ verb: "assign", item: item.id, fields }, [item.id]);
  }

  split(item, at) {
    this.send({ verb: "split", item: item.id, start: this.store.offsets.toPoints(at) }, [item.id], say("split", { name: shortName(item) }));
  }

  join(item, next) {
    this.send({ verb: "join", item: item.id, items: [item.id, next.id] }, [item.id, next.id], say("joined", { name: shortName(item) }));
  }

  add(kind, start, end) {
    const { toPoints } = this.store.offsets;
    this.send({ verb: `add_${kind}`, start: toPoints(start), end: toPoints(end) }, [], say(`added_${kind}`));
  }

  undo() {
    const before = this.queue.takeBack();
    if (before) {
      this.store.put(before);
      this.notify(say("undone"));
      return;
    }
    if (!this.store.undo && !this.queue.size) this.notify(say("nothing_to_undo"));
    else this.queue.add({ verb: "undo" });
  }

  redo() {
    if (!this.store.redo) this.notify(say("nothing_to_redo"));
    else this.queue.add({ verb: "redo" });
  }
}

const OPTIMISTIC = {
  accept: () => ({ state: "accepted" }),
  accept_all: () => ({ state: "accepted" }),
  discard: (body) => ({ state: "discarded", discard_reason: body.reason }),
  restore: () => ({ state: "proposed", discard_reason: "" }),
  edit: (body) => ({ ...body.fields, state: "accepted" }),
  bind: (body) => ({ measure: body.fields.measure, measure_confirmed: true, measure_confidence: 1 }),
  confirm_measure: () => ({ measure_confirmed: true }),
  park: (body) => ({ parked_reason: body.reason }),
  unpark: () => ({ parked_reason: "" }),
  assign: (body) => body.fields,
};
