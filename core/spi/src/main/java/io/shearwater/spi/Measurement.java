package io.shearwater.spi;

import java.time.Instant;

/**
 * One point of a series of numbers that a program reported, such as the loss after a round.
 *
 * @param name which number of the series' owner
 * @param step the place that the program gave it; several points may share one
 * @param at when it was reported, to the microsecond
 * @param value any double, also NaN and infinities
 */
public record Measurement(String name, long step, Instant at, double value) {}
