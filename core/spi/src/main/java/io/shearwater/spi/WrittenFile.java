package io.shearwater.spi;

/**
 * A data file that was written completely and forced to disk. Its columns' statistics are in its footer.
 *
 * @param path absolute
 */
public record WrittenFile(String path, long rows, long bytes) {}
