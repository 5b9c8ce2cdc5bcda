/**
 * How good predictions are. Predictions beside what happened, of two classes, several classes, numbers or rankings, give metrics
 * under the names of the field, curves, and the same by slices; checks judge them. Pure: no files, no clock, no randomness, and
 * no result depends on the order of the rows beyond the last digits of a sum.
 */
@NullMarked
package io.shearwater.evaluation;

import org.jspecify.annotations.NullMarked;
