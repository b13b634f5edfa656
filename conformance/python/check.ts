/** How one check went. */
export interface Check {
  readonly name: string;
  readonly ok: boolean;
  readonly reason?: string;
}
