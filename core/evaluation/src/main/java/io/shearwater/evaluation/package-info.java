/**
 * How good predictions are. Predictions beside what happened, of two classes, several classes, numbers or rankings, give metrics
 * under the names of the field, curves, and the same by slices; checks judge them. What features tell of a label is looked at
 * before there are predictions. Pure: no files, no clock, no randomness; no metric depends on the order of the rows beyond the
 * last digits of a sum.
 */
@NullMarked
package io.shearwater.evaluation;

import org.jspecify.annotations.NullMarked;
