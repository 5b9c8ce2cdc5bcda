package io.shearwater.spi;

import java.util.List;

/**
 * Asks for the current rows of entities of one space.
 *
 * @param tables of one space
 * @param now microseconds: rows with a later event time are not current yet
 */
public record OnlineRead(List<byte[]> keys, List<OnlineTable> tables, long now) {}
