import {expect} from "chai";
import {openComm} from "../../src/display/comm.js";
import {hostKey} from "../../src/display/display.js";
import {showsItself} from "../../src/display/mime.js";
import {openWidget} from "../../src/display/widget.js";
import {widgets} from "../../src/display/widgets.js";

type Said = {id: string; data: any; buffers: readonly unknown[]};

/** A kernel's host of which only the comms are there; what is sent is kept, and `hear` is what the front end would send. */
function stand() {
  const said: Said[] = [];
  const heard = new Map<string, (data: any, baggage: any) => unknown>();
  const targets = new Map<string, (comm: any) => unknown>();
  const comm = (id: string) => ({
    id,
    target: "",
    send: (data: any, {buffers = []}: any = {}) => void said.push({id, data, buffers}),
    close: () => void said.push({id, data: "closed", buffers: []}),
    onMessage: (handler: any) => void heard.set(id, handler),
    onClose: () => undefined,
  });
  const host = {
    openComm(_: string, {data, buffers = []}: any) {
      const id = `comm-${said.length}`;
      said.push({id, data, buffers});
      return comm(id);
    },
    registerComm: (target: string, opened: (comm: any) => unknown) => void targets.set(target, opened),
  };
  Object.defineProperty(globalThis, hostKey, {value: host, configurable: true});
  return {said, targets, comm, hear: (id: string, data: unknown, buffers: unknown[] = []) => heard.get(id)!(data, {metadata: {}, buffers})};
}

describe("a widget", () => {
  let front: ReturnType<typeof stand>;
  beforeEach(() => (front = stand()));
  afterEach(() => void delete (globalThis as any)[hostKey]);

  it("says that there is no kernel where there is none", () => {
    delete (globalThis as any)[hostKey];
    expect(() => openComm("x")).to.throw("expected a kernel with comms");
  });

  it("opens its layout and style before itself, as Jupyter's manager needs them", () => {
    const slider = widgets.slider({value: 3, max: 9, description: "rate"});
    const [layout, style, own] = front.said;
    expect(front.said).to.have.length(3);
    expect(layout!.data.state._model_name).to.equal("LayoutModel");
    expect(style!.data.state._model_name).to.equal("SliderStyleModel");
    expect(own!.data.state).to.include({
      _model_name: "IntSliderModel",
      _view_name: "IntSliderView",
      value: 3,
      min: 0,
      max: 9,
      description: "rate",
    });
    expect(own!.data.state.layout).to.equal(`IPY_MODEL_${layout!.id}`);
    expect(own!.data.state.style).to.equal(`IPY_MODEL_${style!.id}`);
    const bundle = (slider as any)[showsItself]();
    expect(bundle["application/vnd.jupyter.widget-view+json"]).to.deep.equal({version_major: 2, version_minor: 0, model_id: slider.id});
    expect(bundle["text/plain"])
      .to.match(/^IntSlider \{.*value: 3/s)
      .and.not.include("_model");
  });

  it("hears what is moved in the notebook, and moves it", () => {
    const slider = widgets.slider({value: 3});
    const seen: number[] = [];
    const end = slider.on("value", (value) => seen.push(value));
    front.hear(slider.id, {method: "update", state: {value: 7}, buffer_paths: []});
    expect(slider.get("value")).to.equal(7);
    slider.set({value: 8});
    expect(front.said.at(-1)!.data).to.deep.equal({method: "update", state: {value: 8}, buffer_paths: []});
    end();
    slider.set({value: 9});
    expect(seen).to.deep.equal([7, 8]);
  });

  it("sends binary data beside its state, wherever it is, and takes it in", () => {
    const pixels = Uint8Array.of(1, 2);
    const widget = openWidget<any>({_model_name: "AnyModel", image: {data: pixels, rows: [Float32Array.of(1)]}});
    const {data, buffers} = front.said.at(-1)!;
    expect(data).to.deep.equal({
      state: {_model_name: "AnyModel", image: {data: null, rows: [null]}},
      buffer_paths: [
        ["image", "data"],
        ["image", "rows", 0],
      ],
    });
    expect(buffers).to.deep.equal([pixels, new Uint8Array(Float32Array.of(1).buffer)]);
    front.hear(widget.id, {method: "update", state: {image: {data: null}}, buffer_paths: [["image", "data"]]}, [Uint8Array.of(9)]);
    expect(widget.get("image")).to.deep.equal({data: Uint8Array.of(9)});
  });

  it("answers with its state when asked, alone and for all", () => {
    const box = widgets.checkbox({value: true});
    front.hear(box.id, {method: "request_state"});
    expect(front.said.at(-1)!.data).to.include({method: "update"}).and.nested.include({"state.value": true});
  });

  it("tells of presses and messages of its own, and closes", () => {
    let presses = 0;
    const button = widgets.button({description: "go", onClick: () => presses++});
    front.hear(button.id, {method: "custom", content: {event: "click"}});
    expect(presses).to.equal(1);
    const any = widgets.any({esm: "export default {render() {}}", state: {count: 1}});
    expect(front.said.at(-1)!.data.state).to.include({_model_module: "anywidget", _esm: "export default {render() {}}", count: 1});
    any.send({hello: 1}, [Uint8Array.of(5)]);
    expect(front.said.at(-1)).to.deep.include({data: {method: "custom", content: {hello: 1}}, buffers: [Uint8Array.of(5)]});
    any.close();
    expect(front.said.at(-1)!.data).to.equal("closed");
  });
});
