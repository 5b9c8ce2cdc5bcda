/**
 * Measurements of the whole against baselines anyone would accept: bulk writes beside a plain copy, point-in-time joins
 * beside handwritten SQL, and feature vectors in process. Prints figures; asserts nothing.
 */
@NullMarked
package io.shearwater.benchmarks;

import org.jspecify.annotations.NullMarked;
