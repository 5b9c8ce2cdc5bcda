/**
 * What a user holds: the feature store, its feature groups, feature views, queries and training datasets. These are
 * interfaces over the values of {@code model}; the embedded implementation lives in {@code store}, a remote one
 * implements the same types over the network.
 */
@NullMarked
package io.shearwater.api;

import org.jspecify.annotations.NullMarked;
