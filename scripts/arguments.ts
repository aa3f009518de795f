import {InvalidArgumentError} from "commander";

/** Reads an option's value as a whole number; commander says in one line when it is none. */
export function wholeNumber({least}: {least: number}): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (value.trim() === "" || !Number.isSafeInteger(number) || number < least)
      throw new InvalidArgumentError(`expected a whole number from ${least} on.`);
    return number;
  };
}

/** Reads an option's value as words separated by commas. */
export function words(value: string): string[] {
  const list = value
    .split(",")
    .map((word) => word.trim())
    .filter(Boolean);
  if (list.length === 0) throw new InvalidArgumentError("expected names, separated by commas.");
  return list;
}

/** Gathers an option's values `name=value`, as often as it is given. */
export function assignments(value: string, earlier: Readonly<Record<string, string>> = {}): Record<string, string> {
  const [, name, text] = /^\s*([\p{ID_Start}$_][\p{ID_Continue}$]*)\s*=(.*)$/su.exec(value) ?? [];
  if (name === undefined || text === undefined) throw new InvalidArgumentError("expected NAME=VALUE, such as epochs=2.");
  return {...earlier, [name]: text};
}
