/** The class itself: `Intl.Segmenter` written out would be `LazySegmenter` in the image. */
const { Segmenter } = Intl;

/** `Intl.Segmenter` for modules of the image that make one as they load: a snapshot cannot hold what ICU has made. */
export class LazySegmenter {
  private readonly make: () => Intl.Segmenter;
  private made: Intl.Segmenter | undefined;

  constructor(locales?: Intl.LocalesArgument, options?: Intl.SegmenterOptions) {
    this.make = () => new Segmenter(locales, options);
  }

  segment(text: string): Intl.Segments {
    this.made ??= this.make();
    return this.made.segment(text);
  }
}
