package io.shearwater.spi;

/**
 * One group's rows in the online store.
 *
 * @param group a small number from 1, unique within the store and never used again
 */
public record OnlineTable(EntitySpace space, int group, Retention retention) {
    /** Which rows of an entity are kept. */
    public enum Retention {
        /** The newest row not in the future, and every row in the future. */
        LATEST,
        /** Every row until it is purged. */
        ALL
    }
}
