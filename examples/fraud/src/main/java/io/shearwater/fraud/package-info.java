/**
 * A feature store for credit-card fraud: a deterministic generator of the data mart, feature pipelines as a user would
 * write them, the feature groups and the feature view, and the story that {@code shearwater quickstart} tells.
 */
@NullMarked
package io.shearwater.fraud;

import org.jspecify.annotations.NullMarked;
