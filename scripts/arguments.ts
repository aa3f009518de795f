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
