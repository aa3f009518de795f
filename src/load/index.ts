export {loadCifar, type CifarOptions} from "./cifar.js";
export {loadFolder} from "./folder.js";
export {loadIdx, type Idx} from "./idx.js";
export {fashionClasses, loadMnist, type MnistOptions} from "./mnist.js";
export {loadModel, type ModelOptions} from "./model.js";
export type {Parts, PictureOptions} from "./pictures.js";
export {loadTable, type TableOptions} from "./table.js";
