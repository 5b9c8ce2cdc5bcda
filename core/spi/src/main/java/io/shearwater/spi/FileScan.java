package io.shearwater.spi;

/**
 * One data file of a snapshot.
 *
 * @param path absolute
 * @param rows in the file, deleted ones counted
 * @param bytes of the file
 */
public record FileScan(String path, long rows, long bytes, DeletedRows deleted) {}
