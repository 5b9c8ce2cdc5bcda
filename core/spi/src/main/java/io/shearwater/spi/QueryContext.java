package io.shearwater.spi;

/** What accompanies one execution. */
public record QueryContext(Progress progress, Cancellation cancellation) {
    /** Nobody watches and nobody stops it. */
    public static QueryContext plain() {
        return new QueryContext(Progress.NONE, new Cancellation());
    }
}
