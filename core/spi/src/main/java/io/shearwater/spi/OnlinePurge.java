package io.shearwater.spi;

/**
 * What is not needed online any more.
 *
 * @param before microseconds: rows with an earlier event time are removed; {@link Long#MIN_VALUE} for none
 * @param settled microseconds: as in {@link OnlineBatch}, for rows that were in the future when written
 * @param sequence deletions with a sequence not greater than this are forgotten. The caller promises that no write with a
 *     smaller sequence is still on its way; {@link Long#MIN_VALUE} forgets none
 */
public record OnlinePurge(OnlineTable table, long before, long settled, long sequence) {}
