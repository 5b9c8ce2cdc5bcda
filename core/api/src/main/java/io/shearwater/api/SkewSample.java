package io.shearwater.api;

import io.shearwater.model.ModelError;
import io.shearwater.model.TimeRange;

/**
 * Which logged vectors {@link FeatureView#verifySkew} looks at: of those of a stretch of time, a share, and of these the newest.
 *
 * @param range of the requests' time
 * @param share of the vectors, above 0 and at most 1; which, depends on their request ids alone
 * @param most the greatest number of vectors
 */
public record SkewSample(TimeRange range, double share, int most) {
    private static final int ENOUGH = 1000;

    public SkewSample {
        if (!(share > 0 && share <= 1)) {
            throw ModelError.BAD_RANGE.because(
                    "The share of a sample of logged vectors is " + share + "; it must be above 0 and at most 1.");
        }
        if (most < 1) {
            throw ModelError.BAD_RANGE.because(
                    "A sample of logged vectors is to have " + most + " of them; it must be 1 or more.");
        }
    }

    /** The newest vectors, this many. */
    public static SkewSample newest(int most) {
        return new SkewSample(TimeRange.ALL, 1, most);
    }

    /** The newest 1,000 vectors. */
    public static SkewSample newest() {
        return newest(ENOUGH);
    }

    /** All vectors. */
    public static SkewSample all() {
        return newest(Integer.MAX_VALUE);
    }

    /** Only vectors of requests within this stretch of time. */
    public SkewSample within(TimeRange requests) {
        return new SkewSample(requests, share, most);
    }

    /** Only about this share of them. */
    public SkewSample share(double wanted) {
        return new SkewSample(range, wanted, most);
    }
}
