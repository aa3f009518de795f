import {change, codeOf} from "./code.js";
import {canInsert} from "./insert.js";
import {withModel, hasSize, layersOf, type Placed, type Rebuild} from "./rebuild.js";
import type {Patient, Proposal} from "./treatment.js";

/** A proposal that edits some layers, with the code of those that it changes. */
export function edited(
  {model}: Pick<Patient, "model">,
  {title, edit, rest = {}, note = ""}: {title: string; edit: (layers: readonly Placed[]) => void; rest?: Rebuild; note?: string},
): Proposal {
  const [before, after] = [layersOf(model), layersOf(model)];
  const was = before.map(({entry}) => codeOf(entry));
  edit(after);
  const now = new Map(after.map(({entry, siblings}) => [entry.config.name, siblings.includes(entry) ? codeOf(entry) : ""]));
  const touched = before.flatMap(({entry}, i) =>
    now.get(entry.config.name) === was[i] ? [] : [{was: was[i]!, now: now.get(entry.config.name)!}],
  );
  const fresh = after.flatMap(({siblings}) => siblings).filter((entry, i, all) => all.indexOf(entry) === i && !now.has(entry.config.name));
  return {
    title,
    change: change(
      touched.map((one) => one.was).join("\n"),
      [...touched.map((one) => one.now), ...fresh.map(codeOf), note].filter(Boolean).join("\n"),
    ),
    apply: (subject) => withModel(subject, {...rest, layers: edit}),
  };
}

/** Hidden layers: those with weights before the last one that has units. */
export const hidden = (layers: readonly Placed[]): Placed[] => layers.filter(hasSize).slice(0, -1);

/** Hidden layers that another layer can be put behind. */
export const openBehind = (layers: readonly Placed[], kinds: RegExp): Placed[] =>
  hidden(layers).filter((place) => kinds.test(place.entry.className) && canInsert(place, "behind"));

/** True for a batch normalisation. */
export const isNorm = ({entry}: Placed): boolean => entry.className === "BatchNormalization";
