// Checks a receipt in the reader's own browser: reads the list of signatures and works out its root (RFC 9162),
// and the signature of its checkpoint (Ed25519). Sends nothing but requests for parts of the list.
"use strict";

const WIDTH = 256, FIND = 13, SIGNATURE = 1;
const bytes = (text) => new TextEncoder().encode(text);
const decode = (text) => Uint8Array.from(atob(text), (c) => c.charCodeAt(0));
const encode = (raw) => btoa(String.fromCharCode(...raw));
const same = (a, b) => a.length === b.length && a.every((byte, at) => byte === b[at]);
const join = (...parts) => Uint8Array.from(parts.flatMap((part) => [...part]));
const sha256 = async (...parts) => new Uint8Array(await crypto.subtle.digest("SHA-256", join(...parts)));
const leafHash = (entry) => sha256([0], entry);
const nodeHash = (left, right) => sha256([1], left, right);

class Said extends Error {
  constructor(what, more = "") { super(what); this.what = what; this.more = more; }
}
const need = (right, more) => { if (!right) throw new Said("forged", more); };

async function get(log, path, missing = "unreadable") {
  let answer;
  try { answer = await fetch(`${log}/${path}`, { credentials: "omit", cache: "no-cache" }); } catch { throw new Said("unreadable"); }
  if (answer.status === 404) throw new Said(missing);
  if (!answer.ok) throw new Said("unreadable");
  return new Uint8Array(await answer.arrayBuffer());
}

function readKey(text) {
  const [name, id, ...rest] = text.trim().split("+");
  const raw = decode(rest.join("+"));
  need(raw.length === 33 && raw[0] === 1, "key");
  return { name, id, raw };
}

async function readCheckpoint(note, keyText) {
  const key = readKey(keyText);
  const cut = note.lastIndexOf("\n\n");
  const text = note.slice(0, cut + 1);
  const id = (await sha256(bytes(key.name + "\n"), key.raw)).slice(0, 4);
  need([...id].map((b) => b.toString(16).padStart(2, "0")).join("") === key.id, "key");
  const line = note.slice(cut + 2).split("\n").find((each) => each.startsWith(`\u2014 ${key.name} `));
  need(cut >= 0 && line, "signature");
  const signature = decode(line.split(" ")[2]);
  need(same(signature.slice(0, 4), id), "signature");
  const open = await crypto.subtle.importKey("raw", key.raw.slice(1), { name: "Ed25519" }, false, ["verify"])
    .catch(() => { throw new Said("old"); });
  need(await crypto.subtle.verify({ name: "Ed25519" }, open, signature.slice(4), bytes(text)), "signature");
  const [origin, size, root] = text.split("\n");
  need(origin === key.name && /^\d{1,15}$/.test(size), "checkpoint");
  return { size: Number(size), root: decode(root) };
}

function tilePath(level, number, size) {
  const width = Math.min(WIDTH, size - number * WIDTH);
  let digits = String(number % 1000).padStart(3, "0");
  for (let rest = Math.floor(number / 1000); rest; rest = Math.floor(rest / 1000)) {
    digits = `x${String(rest % 1000).padStart(3, "0")}/${digits}`;
  }
  return `tile/${level}/${digits}${width === WIDTH ? "" : `.p/${width}`}`;
}

function entriesOf(bundle) {
  const entries = [];
  for (let at = 0; at < bundle.length;) {
    const length = bundle[at] * 256 + bundle[at + 1];
    entries.push(bundle.slice(at + 2, at + 2 + length));
    at += 2 + length;
  }
  return entries;
}

async function find(log, half, size) {
  const table = await get(log, `find/${half[0].toString(16).padStart(2, "0")}`, "later");
  for (let at = 0; at < table.length; at += FIND) {
    if (!same(table.slice(at, at + 8), half.slice(1, 9))) continue;
    const index = table.slice(at + 8, at + FIND).reduce((sum, byte) => sum * 256 + byte, 0);
    if (index >= size) continue;
    const number = Math.floor(index / WIDTH);
    const entry = entriesOf(await get(log, tilePath("entries", number, size)))[index % WIDTH];
    if (entry && entry[0] === SIGNATURE && same(entry.slice(1, 33), half)) return { index, entry };
  }
  throw new Said("later");
}

class Tree {
  constructor(log, size) { this.log = log; this.size = size; this.tiles = new Map(); }

  async hashAt(level, index) {
    const tileLevel = Math.floor(level / 8), below = level % 8;
    const first = index * 2 ** below, number = Math.floor(first / WIDTH), offset = first % WIDTH;
    const path = tilePath(tileLevel, number, Math.floor(this.size / WIDTH ** tileLevel));
    if (!this.tiles.has(path)) this.tiles.set(path, get(this.log, path));
    const tile = await this.tiles.get(path);
    let layer = Array.from({ length: 2 ** below }, (_, i) => tile.slice(32 * (offset + i), 32 * (offset + i) + 32));
    need(layer.every((each) => each.length === 32), "tile");
    while (layer.length > 1) {
      layer = await Promise.all(Array.from({ length: layer.length / 2 }, (_, i) => nodeHash(layer[2 * i], layer[2 * i + 1])));
    }
    return layer[0];
  }

  async rootBetween(start, end) {
    const count = end - start, log2 = Math.log2(count);
    if (Number.isInteger(log2)) return this.hashAt(log2, start / count);
    const split = 2 ** Math.floor(Math.log2(count - 1));
    return nodeHash(await this.rootBetween(start, start + split), await this.rootBetween(start + split, end));
  }

  async rootWith(leaf, index, start, end) {
    if (end - start === 1) return { root: leaf, path: [] };
    const middle = start + 2 ** Math.floor(Math.log2(end - start - 1));
    if (index < middle) {
      const { root, path } = await this.rootWith(leaf, index, start, middle);
      const right = await this.rootBetween(middle, end);
      return { root: await nodeHash(root, right), path: [...path, right] };
    }
    const { root, path } = await this.rootWith(leaf, index, middle, end);
    const left = await this.rootBetween(start, middle);
    return { root: await nodeHash(left, root), path: [...path, left] };
  }
}

export async function verify(receipt, ownLog) {
  if (!receipt || receipt.format !== "tocsin-receipt/1") throw new Said("no-receipt");
  if (new URL(receipt.log).href !== new URL(ownLog).href) throw new Said("elsewhere", receipt.log);
  const note = new TextDecoder().decode(await get(receipt.log, "checkpoint"));
  const { size, root } = await readCheckpoint(note, receipt.key);
  const half = await sha256(bytes("tocsin receipt 1\n"), decode(receipt.salt));
  const { index, entry } = await find(receipt.log, half, size);
  const found = await new Tree(receipt.log, size).rootWith(await leafHash(entry), index, 0, size);
  need(same(found.root, root), "root");
  const proof = { index, entry: encode(entry), path: found.path.map(encode), checkpoint: note };
  return { place: index + 1, size, kept: { ...receipt, proof } };
}

function show(form, what, fill = {}) {
  const words = form.querySelector(`template[data-say="${what}"]`) || form.querySelector('template[data-say="forged"]');
  const said = form.querySelector("output");
  said.replaceChildren(words.content.cloneNode(true));
  said.dataset.result = what;
  for (const [name, value] of Object.entries(fill)) {
    for (const each of said.querySelectorAll(`[data-fill="${name}"]`)) each.textContent = value;
  }
  return said;
}

async function check(form) {
  show(form, "working");
  try {
    const file = form.elements.receipt.files[0];
    if (!file) throw new Said("no-receipt");
    let receipt;
    try { receipt = JSON.parse(await file.text()); } catch { throw new Said("no-receipt"); }
    const { place, size, kept } = await verify(receipt, new URL(form.dataset.log, location.href).href).catch((fault) => {
      throw fault instanceof Said ? fault : new Said("forged");
    });
    const digits = new Intl.NumberFormat(document.documentElement.lang);
    const said = show(form, "proven", { place: digits.format(place), size: digits.format(size) });
    const link = said.querySelector("a[download]");
    if (link) link.href = URL.createObjectURL(new Blob([JSON.stringify(kept, null, 1)], { type: "application/json" }));
  } catch (fault) {
    show(form, fault.what || "unreadable");
  }
}

for (const form of document.querySelectorAll("form[data-log]")) {
  form.hidden = false;
  form.addEventListener("submit", (event) => { event.preventDefault(); check(form); });
}
