import {check, notLearning, type FitRecord, type Trained} from "../check.js";
import type {Observation} from "../finding.js";
import {digits} from "../math/digits.js";
import {sources} from "../sources.js";

/** The model is judged, or trained, without any step that could change it. */
export const notTrained = check(
  {
    name: "not-trained",
    stage: "training",
    symptom: "The scores are those of a guess, however long the training is said to have lasted.",
    cause: "fit was not called, or not awaited, or on another model than the one that is judged; or the learning rate is 0.",
    remedy: "Await model.fit(…) on the very model that is judged, with a learning rate above 0, and load the weights that it saved.",
    source: {...sources.karpathy, at: "the most common neural net mistakes"},
    explains: [...notLearning, "too-few-steps", "learning-rate-too-low", "bad-schedule"],
    needs: [],
    wants: ["network", "trained", "history"],
  },
  async ({network, trained, history}) => {
    const found = network?.optimizer.learningRate;
    if (found !== undefined && !(found > 0))
      return fail(`the learning rate is ${digits(found)}, so that no step improves a weight; one above 0 is expected`);
    if (restful(history)) return fail("the recorded learning rate is 0 in every epoch; one above 0 is expected");
    if (trained) return judge(await trained());
    if (!network) return {verdict: "skip", summary: "needs a model, or the model as it is after training", evidence: []};
    return pass(
      `the learning rate is ${found === undefined ? "the optimizer's own" : digits(found)}, and no trained model is given to look at`,
    );
  },
);

const fail = (summary: string, evidence: Observation["evidence"] = []): Observation => ({
  verdict: "fail",
  summary,
  evidence,
  certainty: "exact",
});

const pass = (summary: string): Observation => ({verdict: "pass", summary, evidence: [], certainty: "exact"});

const restful = (history: FitRecord | undefined): boolean => {
  const rates = history && ratesOf(history);
  return rates !== undefined && rates.every((rate) => rate === 0);
};

/** The learning rate of each epoch as Keras's callbacks record it; undefined when they did not. */
export const ratesOf = ({metrics}: Pick<FitRecord, "metrics">): readonly number[] | undefined => {
  const rates = metrics.lr ?? metrics.learning_rate ?? metrics.learningRate;
  return rates?.length ? rates : undefined;
};

function judge({biases, sameAsModel, beyondStart}: Trained): Observation {
  const moved = biases.filter(({untouched}) => !untouched);
  if (biases.length > 0 && moved.length === 0 && beyondStart !== undefined)
    return pass(
      `the biases of your trained model are as at the start, but ${beyondStart} is beyond any start: it was trained without them`,
    );
  if (biases.length > 0 && moved.length === 0)
    return fail(
      `all ${biases.length} ${biases.length === 1 ? "bias" : "biases"} of your trained model are exactly as at the start (0)${sameAsModel ? ", and all its weights those of the untrained model" : ""}; the first step of a training moves them`,
      [
        {
          kind: "table",
          label: "biases of your trained model",
          columns: ["weight", "as at the start"],
          rows: biases.map(({name, untouched}) => [name, untouched ? "yes" : "no"]),
        },
      ],
    );
  if (sameAsModel)
    return {
      verdict: "warn",
      summary:
        "your trained model has the very weights of the model that you give as untrained; different ones are expected, unless both are the trained one",
      evidence: [],
      certainty: "exact",
    };
  return pass(
    biases.length
      ? `${moved.length} of ${biases.length} biases of your trained model have moved`
      : "your trained model has no biases to tell by",
  );
}
