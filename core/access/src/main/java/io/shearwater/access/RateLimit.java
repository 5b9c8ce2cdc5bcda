package io.shearwater.access;

/**
 * How often something may be done. Immutable.
 *
 * @param perSecond how often in the long run
 * @param burst how often at once after a pause
 */
public record RateLimit(double perSecond, int burst) {
    public RateLimit {
        boolean sensible = perSecond > 0 && perSecond <= 1e9;
        if (!sensible || burst < 1) {
            throw AccessError.BAD_REQUEST.because("A rate of " + perSecond + " a second with a burst of " + burst
                    + " is not possible: the first is more than 0 and at most 1e9, the second 1 or more.");
        }
    }

    /** Nanoseconds that one takes. */
    double interval() {
        return 1e9 / perSecond;
    }
}
