/** Writes a type without the modules that cells are; two types of the same name are told apart by their cells. */
export function plainTypes(text: string): string {
  const named = text.replace(modules, (_, id: string) => (/different types with this name/.test(text) ? `cell${id}.` : ""));
  return named.replace(exported, "");
}

const modules = /(?:typeof )?import\("[^"]*\.ddx-(?:cell-(\d+)|scope|now)(?:\.tsx?)?"\)\.?/g;
const exported = /\bddx_(?:value_)?(?=[\p{ID_Start}$_])/gu;
