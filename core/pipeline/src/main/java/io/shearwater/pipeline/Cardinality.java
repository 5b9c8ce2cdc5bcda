package io.shearwater.pipeline;

/** What a node does to the number of rows. A run checks what is declared, for a mistake in a join shows here first. */
public enum Cardinality {
    /** As many rows as there were: columns are added, changed or, by a left join, looked up. */
    PRESERVING("as many rows as its input"),
    /** No more rows than there were: filters and aggregates. */
    REDUCING("no more rows than its input"),
    /** No fewer rows than there were: lists are taken apart. */
    INCREASING("no fewer rows than its input"),
    /** Any number: rows of several inputs are put together. */
    JOIN("rows of two or more inputs");

    private final String words;

    Cardinality(String words) {
        this.words = words;
    }

    /** As a sentence goes on after "it gives". */
    String words() {
        return words;
    }

    boolean allows(long in, long out) {
        return switch (this) {
            case PRESERVING -> out == in;
            case REDUCING -> out <= in;
            case INCREASING -> out >= in;
            case JOIN -> true;
        };
    }
}
