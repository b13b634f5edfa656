/** What forecasts of the weather are worth against climatology, and what one costs: the table in `packages/subnets/src/weather/README.md`. */
import { type Archive, type Day, loadArchive, type Place, VARIABLES, YEAR } from "@myelin/subnets/weather/archive";
import { Climatology } from "@myelin/subnets/weather/climatology";
import { crps, QUANTILES, quantilesOf } from "@myelin/subnets/weather/crps";
import { Forecaster, PAST } from "@myelin/subnets/weather/forecaster";
import { Generator } from "@myelin/subnets/weather/generator";
import { DAYS, OPENING, Season } from "@myelin/subnets/weather/season";
import type { Row } from "./row.ts";

const SEASONS = 12;
const LANES = 32;

/** A forecast of each variable for one lane's next day. */
type Forecast = readonly (readonly number[])[];

export async function run(): Promise<Row[]> {
  const archive = await loadArchive();
  const places = archive.places.map((place) => new Rivals(place));
  const forecaster = new Forecaster();
  const costs = new Map<string, number>();
  let milliseconds = 0;
  for (const { scored, lanes } of days(archive)) {
    const began = performance.now();
    const own = scored ? forecaster.forecast(lanes) : [];
    if (scored) milliseconds += performance.now() - began;
    for (const [lane, { place, past, dayOfYear, actual }] of lanes.entries()) {
      if (scored) {
        const rivals = places[place]!;
        const { quantiles: climatology, cost } = rivals.climatology.on(dayOfYear);
        const all = { climatology, "this miner": own[lane]!, ...rivals.forecasts(past.at(-1)!, dayOfYear) };
        for (const [name, forecast] of Object.entries(all)) {
          const worth = mean(actual.map((value, v) => crps(forecast[v]!, value) / cost[v]!));
          costs.set(name, (costs.get(name) ?? 0) + worth);
        }
      }
      forecaster.learn(past, dayOfYear, actual);
    }
  }
  const rounds = SEASONS * (DAYS - OPENING);
  const anchor = costs.get("climatology")! / (rounds * LANES);
  const rows = [...costs].map(([name, sum]): Row => {
    const ours = sum / (rounds * LANES);
    return { name: `score of ${name}`, ours, anchor, unit: "of climatology's", ratio: anchor / ours };
  });
  const time = {
    name: `forecast of ${LANES} lanes`,
    ours: milliseconds / rounds,
    anchor: null,
    unit: "ms",
    ratio: null,
  };
  return [...rows, time];
}

/** All days of the seasons, in order: what came before in each lane, and what came. Those of the openings are not scored. */
function* days(archive: Archive) {
  for (let number = 0; number < SEASONS; number++) {
    const seed = `0x${(number + 500).toString().padStart(64, "0")}` as const;
    const season = new Season({ number, seed, lanes: LANES, archive: archive.id }, archive);
    for (let day = PAST; day < DAYS; day++) {
      const lanes = season.window(day, PAST).map((past, lane) => ({
        place: season.placeOf(lane),
        past,
        dayOfYear: season.dayOfYear(lane, day),
        actual: season.day(lane, day).values,
      }));
      yield { scored: day >= OPENING, lanes };
    }
  }
}

/** What others forecast for one place, by who has the public file. */
class Rivals {
  readonly climatology: Climatology;
  readonly #generator: Generator;
  readonly #days: readonly Day[];
  readonly #indices: ReadonlyMap<string, number>;

  constructor(place: Place) {
    this.climatology = new Climatology(place);
    this.#generator = new Generator(place);
    this.#days = place.days;
    this.#indices = new Map(place.days.map(({ values }, index) => [String(values), index]));
  }

  forecasts(last: readonly number[], dayOfYear: number): Record<string, Forecast> {
    const today = this.#indices.get(String(last))!;
    const followers = this.#generator.followers(today, (dayOfYear + YEAR - 1) % YEAR);
    return {
      "who knows the generator": VARIABLES.map((_, v) => quantilesOf(followers.map((i) => this.#days[i]!.values[v]!))),
      "tomorrow will be like today": certain(last),
      "looks today up": certain((this.#days[today + 1] ?? this.#days[today]!).values),
      "looks the date up": certain(this.#bestYear(last, dayOfYear).values),
      "always the same": certain([0, 15, 8, 3]),
    };
  }

  /** The day of that date in the year in which the day before was most like the last one. */
  #bestYear(last: readonly number[], dayOfYear: number): Day {
    const misfit = (i: number) => this.#days[i - 1]!.values.reduce((sum, value, v) => sum + (value - last[v]!) ** 2, 0);
    const dates = this.#days.flatMap((day, i) => (i > 0 && day.dayOfYear === dayOfYear ? [i] : []));
    return this.#days[dates.sort((a, b) => misfit(a) - misfit(b))[0]!]!;
  }
}

function certain(values: readonly number[]): Forecast {
  return values.map((value) => new Array<number>(QUANTILES).fill(value));
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
