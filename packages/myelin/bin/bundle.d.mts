export const PROGRAMS: Readonly<Record<string, string>>;
export function bundledProgram(name?: string): Promise<string>;
export function bundle(entryPoints: Readonly<Record<string, string>>, outdir: string): Promise<string[]>;
