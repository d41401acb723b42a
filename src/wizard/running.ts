/** Says what a job that runs may use beside its collaborators. */
export interface Running<N> {
  readonly signal: AbortSignal;
  /** Tells how far it has come. */
  readonly tell: (news: N) => void;
}
