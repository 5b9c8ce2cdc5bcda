package io.shearwater.spi;

import io.shearwater.plan.TableRef;

/** One state of a table: the location of its metadata, which never changes once written. */
public record TablePointer(TableRef table, String metadata) {}
