import {openWidget, type Widget, type WidgetState} from "./widget.js";

/** What every control has. */
interface Look {
  /** Text beside it. */
  description?: string;
  /** Whether it cannot be moved. */
  disabled?: boolean;
}

/** A control with a value. */
export type Control<T> = Widget<{value: T} & WidgetState>;

/** Jupyter's own controls (ipywidgets 8), and widgets whose front end is written in the cell (anywidget). They need a front end that has these packages. */
export const widgets = {
  /** A slider for whole numbers, or with a `step` that is none for any. */
  slider({
    value,
    min = 0,
    max = 100,
    step = 1,
    ...look
  }: {value: number; min?: number; max?: number; step?: number} & Look): Control<number> {
    const kind = Number.isInteger(step) ? "Int" : "Float";
    const format = kind === "Int" ? "d" : ".2f";
    return control(`${kind}Slider`, {...look, value, min, max, step, readout_format: format}, "SliderStyle");
  },
  /** A box to tick. */
  checkbox: ({value = false, ...look}: {value?: boolean} & Look = {}): Control<boolean> =>
    control("Checkbox", {...look, value}, "CheckboxStyle"),
  /** A line of text. */
  text: ({value = "", placeholder = "", ...look}: {value?: string; placeholder?: string} & Look = {}): Control<string> =>
    control("Text", {...look, value, placeholder}, "TextStyle"),
  /** A choice of one among `options`; its value is the place in them. */
  dropdown({
    options,
    index = 0,
    ...look
  }: {options: readonly string[]; index?: number} & Look): Widget<{index: number | null} & WidgetState> {
    return control("Dropdown", {...look, _options_labels: options, index}, "DescriptionStyle");
  },
  /** A button; `onClick` is called when it is pressed. */
  button({description, onClick}: {description: string; onClick?: () => unknown}): Widget {
    const made = control("Button", {description}, "ButtonStyle");
    made.onMessage((content) => content?.event === "click" && onClick?.());
    return made;
  },
  /** A widget whose front end is `esm`: the text of a module whose default export has `render({model, el})`, as anywidget has it. */
  any<S extends WidgetState>({esm, css = "", state}: {esm: string; css?: string; state: S}): Widget<S> {
    const names = {_model_module: "anywidget", _view_module: "anywidget", _model_module_version: version, _view_module_version: version};
    return openWidget({
      ...names,
      _model_name: "AnyModel",
      _view_name: "AnyView",
      _view_count: null,
      _esm: esm,
      _css: css,
      layout: layout(),
      ...state,
    });
  },
};

/** Any that the front end has: what is used here has not changed since the first. */
const version = "*";

function control<S extends WidgetState>(kind: string, state: S, style: string): Widget<S & WidgetState> {
  const names = {...controls, _model_name: `${kind}Model`, _view_name: `${kind}View`, _view_count: null};
  return openWidget({...names, layout: layout(), style: part({...controls, _model_name: `${style}Model`, ...styleView}), ...state});
}

const controls = moduleNames("@jupyter-widgets/controls", "2.0.0");
const base = moduleNames("@jupyter-widgets/base", "2.0.0");
const styleView = {...moduleNames("@jupyter-widgets/base", "2.0.0", "_view"), _view_name: "StyleView", _view_count: null};

function moduleNames(name: string, of: string, end?: "_view"): Record<string, string> {
  const view = {_view_module: name, _view_module_version: of};
  return end ? view : {_model_module: name, _model_module_version: of, ...view};
}

const layout = (): string => part({...base, _model_name: "LayoutModel", _view_name: "LayoutView", _view_count: null});

/** A widget that another one refers to. */
const part = (state: WidgetState): string => `IPY_MODEL_${openWidget(state).id}`;
