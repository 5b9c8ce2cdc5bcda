package io.shearwater.fraud;

/**
 * What the quickstart does.
 *
 * @param vectors how many online vectors are asked for and timed
 * @param sampledRows how many training rows are worked out again from the raw events
 * @param replayedPayments how many of the last payments are held back and then replayed one by one
 * @param predictions how many payments the deployed model judges
 */
public record QuickstartOptions(MartSpec mart, int vectors, int sampledRows, int replayedPayments, int predictions) {
    /** The scale of {@link #standard()}: some 150,000 payments of 3,000 cards. */
    public static final double STANDARD_SCALE = 0.03;

    /** The seed of {@link #standard()}. */
    public static final long STANDARD_SEED = 42;

    private static final int MOST_REPLAYED = 200;
    private static final int PAYMENTS_FOR_EACH_REPLAYED = 200;

    public QuickstartOptions {
        if (vectors < 1 || sampledRows < 1 || replayedPayments < 1 || predictions < 1) {
            throw FraudError.BAD_OPTION.because(
                    "The quickstart needs at least one vector, sampled row, replayed payment"
                            + " and prediction, not " + vectors + ", " + sampledRows + ", " + replayedPayments + " and "
                            + predictions + ".");
        }
    }

    /** What {@code shearwater quickstart} does. */
    public static QuickstartOptions standard() {
        return of(MartSpec.scaled(STANDARD_SCALE, STANDARD_SEED));
    }

    /**
     * The standard numbers on another mart. Of a small mart fewer payments are replayed: a replay writes payment by payment,
     * so that 200 would take most of its time, and of a tiny one would leave no history.
     */
    public static QuickstartOptions of(MartSpec mart) {
        long replayed = Math.clamp(mart.expectedPayments() / PAYMENTS_FOR_EACH_REPLAYED, 1, MOST_REPLAYED);
        return new QuickstartOptions(mart, 1_000, 200, (int) replayed, 10_000);
    }
}
