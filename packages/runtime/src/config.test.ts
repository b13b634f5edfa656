import { describe, expect, it } from "vitest";
import {
  assertConfig,
  ConfigError,
  defaultConfig,
  developmentChoices,
  developmentConfig,
  type RuntimeConfig,
} from "./config.ts";

const codeOf = (config: unknown): string | undefined => {
  try {
    assertConfig(config as RuntimeConfig);
    return undefined;
  } catch (error) {
    return error instanceof ConfigError ? error.code : "not a ConfigError";
  }
};

describe("the chain's configuration", () => {
  it("of the main network and of the development network is valid", () => {
    expect([codeOf(defaultConfig), codeOf(developmentConfig)]).toEqual([undefined, undefined]);
  });

  it("of the development network differs only by its listed choices", () => {
    const differing = Object.keys(defaultConfig).filter(
      (name) => defaultConfig[name as keyof RuntimeConfig] !== developmentConfig[name as keyof RuntimeConfig],
    );
    expect(differing.sort()).toEqual(["development", ...developmentChoices.map(({ option }) => option)].sort());
    for (const { reason } of developmentChoices) expect(reason).toMatch(/\.$/);
  });

  it.each(developmentChoices.map(({ option, value }) => [option, value] as const))(
    "keeps %s to development networks",
    (option, value) => {
      expect(codeOf({ ...defaultConfig, [option]: value })).toBe("CONFIG_DEVELOPMENT_ONLY");
    },
  );

  it.each([
    [{ ...defaultConfig, tempoo: 1 }, "CONFIG_UNKNOWN_OPTION"],
    [{ ...defaultConfig, initialTempo: undefined }, "CONFIG_MISSING_OPTION"],
    [{ ...defaultConfig, initialTempo: "360" }, "CONFIG_BAD_VALUE"],
    [{ ...defaultConfig, initialTempo: -1 }, "CONFIG_BAD_VALUE"],
    [{ ...defaultConfig, initialTempo: 1.5 }, "CONFIG_BAD_VALUE"],
    [{ ...defaultConfig, initialBurn: 1 }, "CONFIG_BAD_VALUE"],
    [{ ...defaultConfig, initialBurn: -1n }, "CONFIG_BAD_VALUE"],
    [{ ...defaultConfig, recycleOrBurn: "Keep" }, "CONFIG_BAD_VALUE"],
    [{ ...developmentConfig, blockTime: 0 }, "CONFIG_BAD_VALUE"],
  ])("refuses %#", (config, code) => {
    expect(codeOf(config)).toBe(code);
  });
});
