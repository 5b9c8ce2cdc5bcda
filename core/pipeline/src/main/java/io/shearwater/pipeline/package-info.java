/**
 * Feature pipelines: programs that read sources, apply functions that are the same for every model, and write feature groups, for
 * the past and for each day alike.
 */
@NullMarked
package io.shearwater.pipeline;

import org.jspecify.annotations.NullMarked;
