/**
 * What is computed over columns of values, in pipelines, while rows are written and in monitoring alike: accumulators and
 * sketches. Pure: no files, no clock, no randomness; the same values give the same result in any order and however they are
 * divided, as far as a class does not say otherwise.
 */
@NullMarked
package io.shearwater.transform;

import org.jspecify.annotations.NullMarked;
