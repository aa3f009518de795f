import type {Entry, Placed} from "./rebuild.js";

/** Where a layer is put: in front of another, or behind it. */
export type Side = "before" | "behind";

/** What a layer's inputs are in a functional model: for each call of it, the name, node and tensor of each. */
type Nodes = [string, number, number, object][][];

/**
 * True when a layer can be put there: anywhere in a Sequential model; in a functional one where a single tensor goes from one layer to the next, so that nothing else sees the change.
 */
export function canInsert(place: Placed, side: Side): boolean {
  if (place.sequential) return true;
  const nodes = nodesOf(place.entry);
  if (!nodes || nodes.length !== 1) return false;
  if (side === "before") return nodes[0]!.length === 1;
  const readers = readersOf(place);
  return !isOutput(place) && readers.length === 1 && nodesOf(readers[0]!)!.flat().length === 1;
}

/** Puts a layer before or behind another, where {@link canInsert} allows it. */
export function insert(place: Placed, {where, entry}: {where: Side; entry: Entry}): void {
  if (place.sequential) return intoList(place, {where, entry});
  const {entry: own, siblings} = place;
  const name = entry.config.name;
  const wired = (nodes: Nodes): Entry => ({...entry, name, inboundNodes: nodes}) as Entry;
  if (where === "before") {
    siblings.splice(siblings.indexOf(own), 0, wired(nodesOf(own)!));
    own.inboundNodes = [[[name, 0, 0, {}]]];
    return;
  }
  const [reader] = readersOf(place);
  siblings.splice(siblings.indexOf(own) + 1, 0, wired([[[own.config.name, 0, 0, {}]]]));
  reader!.inboundNodes = [[[name, 0, 0, {}]]];
}

/** In a Sequential model the first layer says what shape the inputs have. */
function intoList({entry: own, siblings}: Placed, {where, entry}: {where: Side; entry: Entry}): void {
  const at = siblings.indexOf(own);
  const {batchInputShape, ...config} = own.config;
  const leads = where === "before" && at === 0 && batchInputShape !== undefined && own.className !== "Embedding";
  if (!leads) return void siblings.splice(where === "before" ? at : at + 1, 0, entry);
  siblings.splice(0, 0, {...entry, config: {...entry.config, batchInputShape}});
  own.config = config as Entry["config"];
}

const nodesOf = ({inboundNodes}: Entry): Nodes | undefined => (Array.isArray(inboundNodes) ? (inboundNodes as Nodes) : undefined);

const isOutput = ({entry, outputs}: Placed): boolean => (outputs ?? []).some(([name]) => name === entry.config.name);

const readersOf = ({entry, siblings}: Placed): Entry[] =>
  siblings.filter((one) => (nodesOf(one) ?? []).flat().some(([name]) => name === entry.config.name));
