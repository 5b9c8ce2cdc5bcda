package io.shearwater.spi;

/**
 * The right to write to one thing.
 *
 * @param epoch grows with every new holder; a transaction checks it, so that a holder that was given up writes nothing
 */
public record Lease(String name, String holder, long epoch) {}
