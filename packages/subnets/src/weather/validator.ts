import { join } from "node:path";
import { MyelinError, toHex } from "@myelin/primitives";
import { defineValidator, GainBook, Likeness, StateFile } from "../kit.ts";
import { loadArchive } from "./archive.ts";
import { Climatology } from "./climatology.ts";
import { Generator } from "./generator.ts";
import { commitmentTo, DAYS, OPENING, Season, type SeasonSeed } from "./season.ts";
import { gainsOf, mean, SHOWN, task } from "./task.ts";

/** What a lane counts for where no usable forecast came: a little worse than climatology, which everybody may answer instead. */
const UNUSABLE = -0.25;
/** Mean distances between forecasts, in parts of what climatology costs: nearer ones are one miner's, farther ones two. */
const ALIKE = { near: 0.02, far: 0.05 };
/** A hundred rounds tell; one chance in a thousand, for days that follow each other are not quite independent. */
const CERTAIN = { memory: 0.98, confidence: 3 };
const REVEALED = 200;

interface State {
  season: SeasonSeed;
  /** The season is committed to on chain. */
  committed: boolean;
  /** The next day to ask for. It is saved before the question is sent: no day is asked for twice. */
  day: number;
  revealed: SeasonSeed[];
  book: ReturnType<GainBook["toJSON"]>;
  likeness: ReturnType<Likeness["toJSON"]>;
}

/**
 * A validator of the weather: it draws a season in secret, commits to it on chain, asks for one day after the other, and reveals the
 * season's seed when it is over. Settings: `data`, a file of observations; `lanes`, 1 to 64, 32 unless given.
 */
export default defineValidator(
  task,
  async ({ dir, settings, board, random, report }) => {
    const archive = await loadArchive(settings["data"]);
    const lanes = laneCount(settings["lanes"]);
    const generators = archive.places.map((place) => new Generator(place));
    const climatologies = archive.places.map((place) => new Climatology(place));
    const file = new StateFile<State>(join(dir, "weather.json"), parse);
    const saved = await file.load((aside) => report({ state: `scores could not be read; they are kept as ${aside}` }));
    const book = new GainBook(CERTAIN, saved?.book);
    const likeness = new Likeness(ALIKE, saved?.likeness);
    const revealed = saved?.revealed ?? [];
    let current = open(saved?.season) ?? draw(revealed.at(-1)?.number ?? 0);
    let day = current.of === saved?.season ? saved.day : OPENING;
    let committed = current.of === saved?.season && saved.committed;

    /** The season goes on where it was drawn from the same archive; another one is over. */
    function open(seed: SeasonSeed | undefined): Season | undefined {
      if (seed === undefined) return undefined;
      if (seed.archive === archive.id && seed.lanes === lanes) return new Season(seed, archive, generators);
      revealed.push(seed);
      return undefined;
    }
    function draw(last: number): Season {
      const seed = { number: last + 1, seed: toHex(random.bytes(32)), lanes, archive: archive.id };
      return new Season(seed, archive, generators);
    }
    function save(): Promise<void> {
      const scores = { book: book.toJSON(), likeness: likeness.toJSON() };
      return file.save({ season: current.of, committed, day, revealed: revealed.slice(-REVEALED), ...scores });
    }
    async function turn(): Promise<void> {
      revealed.push(current.of);
      current = draw(current.of.number);
      day = OPENING;
      committed = false;
      await save();
    }

    return {
      async ask({ miners }) {
        book.keep(new Set(miners));
        likeness.keep(new Set(miners));
        if (day >= DAYS) await turn();
        if (!committed) {
          await save();
          await board.publish(commitmentTo(current.of));
          committed = true;
        }
        const asked = day++;
        await save();
        const all = Array.from({ length: lanes }, (_, lane) => lane);
        const daysOfYear = all.map((lane) => current.dayOfYear(lane, asked));
        const usual = all.map((lane) => climatologies[current.placeOf(lane)]!.on(daysOfYear[lane]!));
        const values = all.map((lane) => current.day(lane, asked).values);
        const observed = current.window(asked, SHOWN);
        return {
          question: { season: current.of.number, day: asked, daysOfYear, observed },
          truth: { values, usual },
        };
      },

      scored(results, { question, truth }) {
        const answers = new Map<string, number[][][]>();
        for (const { hotkey, answer, problem } of results) {
          const usable = answer !== undefined && problem === undefined;
          book.record(hotkey, usable ? gainsOf(answer.quantiles, truth) : truth.values.map(() => UNUSABLE));
          if (usable) answers.set(hotkey, answer.quantiles);
        }
        likeness.record(answers, (a, b) => distance(a, b, truth.usual));
        const best = Math.max(0, ...results.map(({ hotkey }) => book.standing(hotkey)!.gain));
        report({ season: question.season, day: question.day, "best over climatology": `${(100 * best).toFixed(1)} %` });
      },

      pay: () => book.pay((a, b) => likeness.of(a, b)),

      pages: [
        { path: "/seasons", json: () => JSON.stringify({ archive: archive.id, seasons: revealed.slice(-REVEALED) }) },
        {
          path: "/standings",
          json: () => {
            const standings = book.toJSON().map(([hotkey]) => ({ hotkey, ...book.standing(hotkey) }));
            return JSON.stringify({ season: current.of.number, day, standings });
          },
        },
      ],

      close: save,
    };
  },
  { roundSeconds: 2.5 },
);

/** Mean distance of the quantiles of two forecasts, each in parts of what climatology costs. */
function distance(a: number[][][], b: number[][][], usual: readonly { readonly cost: readonly number[] }[]): number {
  return mean(
    usual.flatMap(({ cost }, lane) =>
      cost.map((unit, v) => mean(a[lane]![v]!.map((value, i) => Math.abs(value - b[lane]![v]![i]!))) / (unit || 1)),
    ),
  );
}

function laneCount(text = "32"): number {
  const lanes = Number(text);
  if (Number.isInteger(lanes) && lanes >= 1 && lanes <= 64) return lanes;
  throw new MyelinError("WEATHER_LANES", `lanes must be a whole number from 1 to 64, not "${text}".`);
}

function parse(value: unknown): State {
  const { season, day, book, likeness, revealed } = value as State;
  const fits = /^0x[0-9a-f]{64}$/.test(season.seed) && Number.isSafeInteger(day) && Array.isArray(revealed);
  if (!fits || !Array.isArray(book) || !Array.isArray(likeness)) throw new Error("not the state of a season");
  return value as State;
}
