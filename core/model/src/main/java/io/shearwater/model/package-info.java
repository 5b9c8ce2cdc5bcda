/**
 * What a feature store is made of, as values: data types and schemas, {@code Frame}s of column data, entity keys,
 * the specifications of feature groups, feature views and training datasets, and the one exception type with its error
 * codes. Everything here is immutable, checked when it is built, and free of input and output; every other module
 * speaks in these words.
 */
@NullMarked
package io.shearwater.model;

import org.jspecify.annotations.NullMarked;
